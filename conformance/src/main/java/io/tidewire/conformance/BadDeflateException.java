package io.tidewire.conformance;

/// Compressed data is not what it may be.
final class BadDeflateException extends Exception {
  private static final long serialVersionUID = 1;

  /// @param words what is wrong, with the clause
  BadDeflateException(String words) {
    super(words);
  }
}
