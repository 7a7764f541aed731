package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.BlockingHandler;
import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.Transport;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Connections that a handler serves on a virtual thread of their own.
class ServeTest {
  private final BlockingQueue<Throwable> hooked = new LinkedBlockingQueue<>();
  private final WebSocketOptions options =
      WebSocketOptions.DEFAULTS.withErrorHook((ws, failure) -> hooked.add(failure));

  private Loopback serving(BlockingHandler handler) {
    return Loopback.of(Transport.AUTO, Loopback.serving(options, handler));
  }

  @Test
  void aHandlerTakesMessagesInALoop() throws Exception {
    BlockingHandler chat =
        ws -> {
          assertThat(Thread.currentThread().isVirtual()).isTrue();
          for (Message message : ws.messages()) {
            ws.send("you said " + message.text());
          }
        };
    try (Loopback loopback = serving(chat);
        RawPeer peer = loopback.raw()) {
      peer.send(Frame.text("a"), Frame.text("b"));
      assertThat(peer.next()).isEqualTo("text you said a");
      assertThat(peer.next()).isEqualTo("text you said b");
      peer.send(Frame.close(1001));
      assertThat(peer.next()).isEqualTo("close 1001");
    }
    assertThat(hooked).isEmpty();
  }

  @Test
  void aHandlerThatReturnsClosesWith1000() throws Exception {
    try (Loopback loopback = serving(ws -> ws.send("welcome and goodbye"));
        RawPeer peer = loopback.raw()) {
      assertThat(peer.next()).isEqualTo("text welcome and goodbye");
      assertThat(peer.next()).isEqualTo("close 1000");
      peer.send(Frame.close(1000));
      assertThat(Soon.get(loopback.accepted().ws().closed()).by()).isEqualTo(CloseReason.By.LOCAL);
    }
    assertThat(hooked).isEmpty();
  }

  @Test
  void aHandlerThatThrowsClosesWith1011() throws Exception {
    IOException failure = new IOException("no database");
    BlockingHandler failing =
        ws -> {
          throw failure;
        };
    try (Loopback loopback = serving(failing);
        RawPeer peer = loopback.raw()) {
      assertThat(peer.next()).isEqualTo("close 1011");
      assertThat(Soon.get(loopback.accepted().ws().closed()).explanation())
          .isEqualTo("the application's handler failed: " + failure);
      assertThat(hooked.poll(30, TimeUnit.SECONDS)).isSameAs(failure);
    }
  }

  @Test
  void aPeerThatGoesIsNotTheHandlersFault() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    BlockingHandler receiving =
        ws -> {
          try {
            ws.receive();
          } catch (ClosedException e) {
            thrown.complete(e);
            throw e;
          }
        };
    try (Loopback loopback = serving(receiving);
        RawPeer peer = loopback.raw()) {
      peer.vanish();
      assertThat(Soon.get(loopback.accepted().ws().closed()).code()).isEqualTo(1006);
      assertThat(Soon.get(thrown)).isInstanceOf(ClosedException.class);
    }
    assertThat(hooked).isEmpty();
  }

  @Test
  void anotherConnectionsEndIsTheHandlersFault() throws Exception {
    CloseReason gone = new CloseReason(1006, "", CloseReason.By.NETWORK, "another one is gone");
    ClosedException failure = new ClosedException(gone);
    BlockingHandler broadcasting =
        ws -> {
          throw failure;
        };
    try (Loopback loopback = serving(broadcasting);
        RawPeer peer = loopback.raw()) {
      assertThat(peer.next()).isEqualTo("close 1011");
      assertThat(hooked.poll(30, TimeUnit.SECONDS)).isSameAs(failure);
    }
  }

  @Test
  void aHandlerThatIsStillBusyDoesNotKeepTheConnectionFromClosing() throws Exception {
    CompletableFuture<Void> release = new CompletableFuture<>();
    try (Loopback loopback = serving(ws -> Soon.get(release));
        RawPeer peer = loopback.raw()) {
      peer.send(Frame.text("nobody takes this"), Frame.close(1000));
      assertThat(peer.next()).isEqualTo("close 1000");
      assertThat(peer.next()).isEqualTo("end");
      release.complete(null);
    }
    assertThat(hooked).isEmpty();
  }
}
