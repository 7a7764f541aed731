package io.tidewire.benchmarks.conformance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The end of a connection, and the last text on it.
final class Ended {
  /// Longer than any case takes. A client may never be told of its end.
  private static final int SECONDS = 240;

  private final CountDownLatch latch = new CountDownLatch(1);
  private volatile String lastText = "";

  void text(String text) {
    lastText = text;
  }

  void end() {
    latch.countDown();
  }

  /// Waits for the end.
  ///
  /// @return the last text
  String await() throws InterruptedException {
    boolean ended = latch.await(SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      System.err.println("a connection did not end");
    }
    return lastText;
  }
}
