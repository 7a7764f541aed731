package io.tidewire.e2e;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.server.WebSocketServer;

/// A server of Java-WebSocket on a free port. The library is used by inheritance.
///
/// Its selecting thread takes its interest in writing back without looking whether another thread
/// has just queued something, so that now and then an answer lies there until the next byte comes
/// in. What is queued is therefore asked for again, as often as [#AGAIN] says.
abstract class LoopbackJavaWebSocketServer extends WebSocketServer {
  private static final Duration AGAIN = Duration.ofMillis(50);

  private final ScheduledExecutorService nudger =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Events<Boolean> started = new Events<>();

  LoopbackJavaWebSocketServer(Draft draft) {
    super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1, List.of(draft));
    setConnectionLostTimeout(0);
  }

  /// Starts, and returns once connections are accepted.
  final void startAndWait() {
    start();
    started.next();
    nudger.scheduleWithFixedDelay(
        this::askAgain, AGAIN.toMillis(), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void askAgain() {
    getConnections().stream().filter(WebSocket::hasBufferedData).forEach(this::onWriteDemand);
  }

  @Override
  public final void onStart() {
    started.add(true);
  }

  @Override
  public final void stop(int timeout, String reason) throws InterruptedException {
    nudger.shutdownNow();
    super.stop(timeout, reason);
  }
}
