package io.tidewire.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Messages of [CompareFeed] as they come by one transport. It asks for nothing unless it is asked:
/// between two calls of [#next] a poll is not under way.
interface Delivery extends AutoCloseable {
  /// How long a server may be silent while messages are due.
  Duration PATIENCE = Duration.ofSeconds(10);

  /// What came at once.
  ///
  /// @param nanos when it came
  /// @param messages none where the server had nothing to tell
  record Batch(long nanos, List<String> messages) {}

  /// Waits for messages, or for the word that there are none.
  ///
  /// @throws IOException when there will be none any more; the message says why
  Batch next() throws IOException, InterruptedException;

  /// HTTP requests until now.
  int requests();

  @Override
  void close();
}
