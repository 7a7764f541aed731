package io.tidewire.conformance;

/// One end of a connection.
public enum Side {
  /// Masks what it sends (RFC 6455 §5.1).
  CLIENT,
  /// Masks nothing.
  SERVER;

  Side other() {
    return this == CLIENT ? SERVER : CLIENT;
  }
}
