package io.tidewire.protocol;

/// What a frame carries (RFC 6455 §5.2). The opcodes that the RFC reserves have no constant.
public enum Opcode {
  /// The next fragment of the message that a text or binary frame began.
  CONTINUATION(0),
  TEXT(1),
  BINARY(2),
  CLOSE(8),
  PING(9),
  PONG(10);

  // Indexed by code; null where the RFC reserves it.
  private static final Opcode[] BY_CODE = new Opcode[16];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  /// The opcode as on the wire, 0 to 15.
  public int code() {
    return code;
  }

  /// Whether frames of this kind steer the connection and may come between the fragments of a
  /// message (RFC 6455 §5.5).
  public boolean isControl() {
    return isControl(code);
  }

  /// The opcode with this code, or null for one that the RFC reserves.
  ///
  /// @param code 0 to 15
  public static Opcode of(int code) {
    return BY_CODE[code];
  }

  // RFC 6455 §5.5: "identified by opcodes where the most significant bit of the opcode is 1"
  static boolean isControl(int code) {
    return (code & 0x8) != 0;
  }
}
