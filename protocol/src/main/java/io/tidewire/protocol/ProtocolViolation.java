package io.tidewire.protocol;

/// What the peer did cannot be accepted. Thrown by the parts of the engine and turned into a close
/// frame in one place, [Engine#receive]; it never leaves the package. It has no stack trace: a peer
/// must not be able to make this end walk its stack.
final class ProtocolViolation extends Exception {
  private static final long serialVersionUID = 1;

  private final int closeCode;

  /// @param reason goes into the close frame: plain words, at most 123 bytes
  ProtocolViolation(int closeCode, String reason) {
    super(reason, null, false, false);
    this.closeCode = closeCode;
  }

  static ProtocolViolation protocolError(String reason) {
    return new ProtocolViolation(CloseCode.PROTOCOL_ERROR, reason);
  }

  static ProtocolViolation tooBig(String reason) {
    return new ProtocolViolation(CloseCode.TOO_BIG, reason);
  }

  int closeCode() {
    return closeCode;
  }

  String reason() {
    return getMessage();
  }
}
