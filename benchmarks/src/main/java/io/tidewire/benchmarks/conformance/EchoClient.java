package io.tidewire.benchmarks.conformance;

import java.net.URI;

/// A client that sends back each message that it gets.
interface EchoClient {
  /// No message of any case is larger.
  int LARGEST_MESSAGE = 64 << 20;

  /// Connects, and echoes until the connection has ended, or was refused.
  ///
  /// @return the last text that came, or the empty one
  String echo(URI uri) throws InterruptedException;
}
