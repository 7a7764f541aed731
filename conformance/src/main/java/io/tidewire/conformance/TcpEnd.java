package io.tidewire.conformance;

/// How the peer ended TCP.
enum TcpEnd {
  /// It has not.
  OPEN,
  /// In order: after everything that it had sent.
  FIN,
  /// At once, and what was on its way may be lost.
  RST
}
