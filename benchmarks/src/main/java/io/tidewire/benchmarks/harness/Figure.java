package io.tidewire.benchmarks.harness;

/// What a trial measures.
enum Figure {
  /// The server's user and system time a message, in microseconds. Of a broadcast, a delivery.
  CPU,
  /// Messages, or deliveries, a second.
  RATE,
  /// Round trips, in microseconds.
  P50,
  P99,
  P999,
  /// What the load generator used of its core, in per cent.
  GENERATOR,
  /// What processes other than the server used of its core, in per cent.
  OTHERS,
  /// What came back a message, with its frame header.
  BYTES,
  /// Bytes of heap a connection, after a full collection.
  HEAP,
  /// What the process grew by outside its heap, in bytes a connection.
  NATIVE,
  /// How many connections answered a ping.
  ANSWERING,
  /// From the start of a process to its first accepted connection, in milliseconds.
  START
}
