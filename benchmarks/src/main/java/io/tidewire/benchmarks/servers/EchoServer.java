package io.tidewire.benchmarks.servers;

/// A server that sends each message back, and what it gets on [#BROADCAST] to everyone there.
interface EchoServer {
  /// Where a message goes to all connections of this path, the sender's too.
  String BROADCAST = "/broadcast";

  /// No message of the measured loads is larger.
  int LARGEST_MESSAGE = 16 << 20;

  /// zlib's, for all.
  int COMPRESSION_LEVEL = 1;

  /// Starts it on the loopback address, on threads of its own.
  ///
  /// @return the port it listens on
  int start(Setup setup) throws Exception;
}
