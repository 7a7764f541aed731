package io.tidewire.deflate;

/// State of zlib outside the heap.
interface Context extends AutoCloseable {
  /// The bytes that it holds now.
  long bytes();

  /// Forgets everything, as if new.
  void reset();

  /// Frees the memory; the second time does nothing. No other call but [#bytes] may follow.
  @Override
  void close();
}
