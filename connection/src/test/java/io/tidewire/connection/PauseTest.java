package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidewire.Transport;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An event handler that has its next message wait.
class PauseTest {
  private final CompletableFuture<Void> work = new CompletableFuture<>();
  private final CompletableFuture<Void> more = new CompletableFuture<>();

  // "stop" begins work.
  private Recorder stopping() {
    return new Recorder().on("text stop", (ws, _) -> ws.pauseUntil(work));
  }

  private static void complete(End end, CompletableFuture<Void> work) {
    work.complete(null);
    end.channel.runPendingTasks();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void theNextMessageComesWhenTheWorkIsDone(Role role) {
    End end = new End(role, WebSocketOptions.DEFAULTS, stopping()).opened();
    end.receives(Frame.text("stop"), Frame.text("next")).then("text stop");
    assertThat(end.isReading()).isFalse();
    // Some transports give another read after that.
    end.receives(Frame.text("last")).then();
    complete(end, work);
    end.then("text next", "text last");
    assertThat(end.isReading()).isTrue();
    end.peerEnds();
  }

  @Test
  void theSocketIsNotReadHoweverMuchComes() {
    End end = End.server(stopping()).opened().receives(Frame.text("stop"));
    int reads = 0;
    while (end.isReading() && reads < 1000) {
      end.receives(Frame.binary(new byte[1000]));
      reads++;
    }
    assertThat(reads).isZero();
    end.after(Duration.ofMinutes(10)).then("text stop");
    assertThat(end.isReading()).isFalse();
    complete(end, work);
    assertThat(end.isReading()).isTrue();
    end.peerEnds();
  }

  @Test
  void itMayPauseAtEachMessage() {
    End end =
        new End(
                Role.SERVER,
                WebSocketOptions.DEFAULTS,
                stopping().on("text again", (ws, _) -> ws.pauseUntil(more)))
            .opened();
    end.receives(Frame.text("stop"), Frame.text("again"), Frame.text("end")).then("text stop");
    complete(end, work);
    end.then("text again");
    complete(end, more);
    end.then("text end").peerEnds();
  }

  @Test
  void itWaitsForAllThatItIsGiven() {
    Recorder both =
        new Recorder()
            .on(
                "text stop",
                (ws, _) -> {
                  ws.pauseUntil(work);
                  ws.pauseUntil(more);
                });
    End end = End.server(both).opened().receives(Frame.text("stop"), Frame.text("next"));
    complete(end, work);
    end.then("text stop");
    complete(end, more);
    end.then("text next").peerEnds();
  }

  @Test
  void workThatIsDoneAlreadyPausesNothing() {
    work.complete(null);
    End end = End.server(stopping()).opened();
    end.receives(Frame.text("stop"), Frame.text("next")).then("text stop", "text next").peerEnds();
  }

  @Test
  void aConnectionMayBeginPaused() {
    Recorder first = new Recorder().on("open", (ws, _) -> ws.pauseUntil(work));
    End end = End.server(first).opened().receives(Frame.text("hi")).then();
    assertThat(end.isReading()).isFalse();
    complete(end, work);
    end.then("text hi").peerEnds();
  }

  @Test
  void sendingGoesOnMeanwhile() {
    End end = End.server(stopping()).opened().receives(Frame.text("stop"));
    end.ws.send("working");
    end.thenSent("text working").peerEnds();
  }

  @Test
  void workThatFailsEndsTheConnectionAsAHandlerThatThrowsDoes() {
    CompletableFuture<Throwable> seen = new CompletableFuture<>();
    WebSocketOptions options =
        WebSocketOptions.DEFAULTS.withErrorHook((_, failure) -> seen.complete(failure));
    End end = new End(Role.SERVER, options, stopping()).opened();
    end.receives(Frame.text("stop"), Frame.text("next"));
    work.completeExceptionally(new IOException("the disk is full"));
    end.channel.runPendingTasks();
    end.then("text stop", "closed 1011 (LOCAL)").thenSent("close 1011");
    assertThat(seen.join()).hasMessage("the disk is full");
    end.peerEnds();
  }

  @Test
  void aCloseDoesNotWaitForTheWork() {
    End end = End.server(stopping()).opened().receives(Frame.text("stop"), Frame.text("next"));
    end.ws.close(1000, "");
    end.thenSent("close 1000").receives(Frame.text("more"), Frame.close(1000));
    end.then("text stop", "closed 1000 (LOCAL)").peerEnds();
    complete(end, work);
    end.then();
  }

  @Test
  void theEndOfTcpDoesNotWaitForItEither() {
    End end = End.server(stopping()).opened().receives(Frame.text("stop"), Frame.text("next"));
    end.peerEnds().then("text stop", "closed 1006 (NETWORK)");
    complete(end, work);
    end.then();
  }

  @Test
  void inBlockingStyleThereIsNothingToPause() {
    MemoryChannel channel = new MemoryChannel();
    WebSocket blocking =
        Connections.open(channel, Settled.as(Role.SERVER, WebSocketOptions.DEFAULTS));
    assertThatIllegalStateException().isThrownBy(() -> blocking.pauseUntil(work));
    channel.close();
  }

  @Test
  void overRealSocketsThePeerWaitsAndNobodyElseCanPauseIt() throws Exception {
    byte[] large = Payload.of(100_000);
    WebSocketHandler echo =
        WebSocketHandler.onMessage((ws, message) -> {
          ws.send(message);
          if (message.isText()) {
            ws.pauseUntil(work);
          }
        });
    try (Loopback loopback =
            Loopback.of(Transport.NIO, Loopback.events(WebSocketOptions.DEFAULTS, echo));
        RawPeer peer = loopback.raw()) {
      peer.send(Frame.text("stop"));
      assertThat(peer.next()).isEqualTo("text stop");
      WebSocket ws = loopback.accepted().ws();
      assertThatIllegalStateException().isThrownBy(() -> ws.pauseUntil(more));
      peer.send(Frame.binary(large));
      work.complete(null);
      assertThat(peer.next()).isEqualTo("binary " + Frame.describe(false, large));
      peer.vanish();
    }
  }
}
