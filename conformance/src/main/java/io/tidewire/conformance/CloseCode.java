package io.tidewire.conformance;

/// RFC 6455 §7.4, and the IANA registry for 1012 to 1014.
final class CloseCode {
  static final int NORMAL = 1000;
  static final int PROTOCOL_ERROR = 1002;

  /// Stands for a close frame without a code; never sent (§7.4.1).
  static final int NONE = 1005;

  static final int BAD_DATA = 1007;

  /// For want of a more suitable one (§7.4.1).
  static final int POLICY = 1008;

  /// An unexpected condition (§7.4.1).
  static final int UNEXPECTED = 1011;

  static final int TOO_BIG = 1009;

  private CloseCode() {}

  /// Whether an endpoint must not send it: three stand for what was never sent (§7.4.1: MUST NOT).
  /// Codes that nobody has defined are left to the case, and so are those below 1000, of which
  /// §7.4.2 says only that they are not used.
  static boolean isForbidden(int code) {
    return code == NONE || code == 1006 || code == 1015;
  }

  static String name(int code) {
    return code == NONE ? "no code" : Integer.toString(code);
  }
}
