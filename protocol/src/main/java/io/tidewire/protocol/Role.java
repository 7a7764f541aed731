package io.tidewire.protocol;

/// Which end of the connection this is. Clients mask what they send, servers do not (RFC 6455
/// §5.1), and the server closes TCP first (RFC 6455 §7.1.1); in all else the two ends are alike.
public enum Role {
  CLIENT,
  SERVER;

  /// The other end's role.
  public Role peer() {
    return this == CLIENT ? SERVER : CLIENT;
  }
}
