package io.tidewire.benchmarks.servers;

import io.tidewire.deflate.CompressionOptions;

/// How a contestant is to run.
///
/// @param port 0 for any that is free
/// @param threads event loops, where a server has them
/// @param tls with [SelfSigned]'s certificate
/// @param compression for Tidewire as it stands here; others only look whether it is enabled
record Setup(int port, int threads, boolean tls, CompressionOptions compression) {
  static final String HOST = "127.0.0.1";

  boolean compress() {
    return compression.enabled();
  }
}
