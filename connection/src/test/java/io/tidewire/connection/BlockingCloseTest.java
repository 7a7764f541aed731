package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketOptions;
import org.junit.jupiter.api.Test;

/// Closing from threads that may wait.
class BlockingCloseTest extends BlockingStyle {
  BlockingCloseTest() {
    super(WebSocketOptions.DEFAULTS);
  }

  @Test
  void closeWaitsForThePeersAnswer() throws Exception {
    Soon.Started<Object> closing =
        Soon.start(() -> {
          ws.close();
          return null;
        });
    assertThat(peer.next()).isEqualTo("close 1000");
    closing.awaitBlocked();
    peer.send(Frame.close(1000));
    closing.get();
    assertThat(Soon.get(ws.closed()).code()).isEqualTo(1000);
    ws.close();
  }

  @Test
  void anInterruptEndsTheWaitButNotTheClosing() throws Exception {
    Soon.Started<Boolean> closing =
        Soon.start(() -> {
          ws.close();
          return Thread.currentThread().isInterrupted();
        });
    closing.awaitBlocked();
    closing.interrupt();
    assertThat(closing.get()).isTrue();
    assertThat(peer.next()).isEqualTo("close 1000");
    peer.send(Frame.close(1000));
    assertThat(Soon.get(ws.closed()).code()).isEqualTo(1000);
  }

  @Test
  void onAnEventLoopCloseDoesNotWait() throws Exception {
    loopback.onLoop(() -> {
      ws.close();
      return null;
    });
    assertThat(ws.closed()).isNotDone();
    assertThat(peer.next()).isEqualTo("close 1000");
  }
}
