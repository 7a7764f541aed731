package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OutletTest {
  private static final int TRIES = 200_000;
  private static final CloseReason LOST =
      new CloseReason(CloseCode.ABNORMAL, "", CloseReason.By.NETWORK, "the network is gone");

  private final Outlet outlet = new Outlet(0);
  private final AtomicBoolean done = new AtomicBoolean();

  /// The two meet by chance alone, so there are many tries; a few thousand were enough.
  @Test
  void aConnectionMayGoAtAnyMomentOfASend() throws Exception {
    Thread network = Thread.ofPlatform().start(this::comeAndGo);
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      try {
        outlet.send(null, Message.text("hi"));
      } catch (ClosedException e) {
        refused++;
      }
    }
    done.set(true);
    network.join();
    assertThat(refused).isEqualTo(TRIES);
  }

  private void comeAndGo() {
    WebSocket closed = closed();
    while (!done.get()) {
      outlet.open(closed, () -> {});
      outlet.close(LOST);
    }
  }

  @SuppressWarnings("ReferenceEquality") // A proxy is equal to itself alone.
  private static WebSocket closed() {
    return (WebSocket)
        java.lang.reflect.Proxy.newProxyInstance(
            OutletTest.class.getClassLoader(),
            new Class<?>[] {WebSocket.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "send" -> throw new ClosedException(LOST);
                  case "isOpen" -> false;
                  case "equals" -> proxy == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
