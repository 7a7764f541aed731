package io.tidewire.protocol;

/// The close codes that RFC 6455 §7.4.1 and the IANA registry define. Codes from 3000 to 3999 are
/// for libraries and frameworks, those from 4000 to 4999 for applications (RFC 6455 §7.4.2).
public final class CloseCode {
  public static final int NORMAL = 1000;
  public static final int GOING_AWAY = 1001;
  public static final int PROTOCOL_ERROR = 1002;
  public static final int UNSUPPORTED = 1003;

  /// The close frame carried no code. Never on the wire.
  public static final int NO_STATUS = 1005;

  /// The connection ended without a closing handshake. Never on the wire.
  public static final int ABNORMAL = 1006;

  public static final int INVALID_DATA = 1007;
  public static final int POLICY = 1008;
  public static final int TOO_BIG = 1009;
  public static final int MISSING_EXTENSION = 1010;
  public static final int INTERNAL_ERROR = 1011;
  public static final int SERVICE_RESTART = 1012;
  public static final int TRY_AGAIN_LATER = 1013;
  public static final int BAD_GATEWAY = 1014;

  /// The TLS handshake failed. Never on the wire.
  public static final int TLS = 1015;

  private CloseCode() {}

  /// Whether a close frame may carry this code (RFC 6455 §7.4). Not so for 1004, which has no
  /// meaning yet, for 1005, 1006 and 1015, which §7.4.1 keeps off the wire, and for codes that
  /// nobody has registered below 3000.
  public static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  /// A few plain words for a person who reads a log, such as "going away". Never empty.
  public static String describe(int code) {
    return switch (code) {
      case NORMAL -> "normal closure";
      case GOING_AWAY -> "going away";
      case PROTOCOL_ERROR -> "protocol error";
      case UNSUPPORTED -> "unsupported kind of data";
      case NO_STATUS -> "no code given";
      case ABNORMAL -> "no closing handshake";
      case INVALID_DATA -> "invalid data";
      case POLICY -> "policy violation";
      case TOO_BIG -> "message too big";
      case MISSING_EXTENSION -> "an extension is missing";
      case INTERNAL_ERROR -> "internal error";
      case SERVICE_RESTART -> "service restart";
      case TRY_AGAIN_LATER -> "overloaded, try again later";
      case BAD_GATEWAY -> "bad gateway";
      case TLS -> "TLS handshake failed";
      default -> describeRange(code);
    };
  }

  private static String describeRange(int code) {
    if (code >= 3000 && code <= 3999) {
      return "registered by a library or framework";
    }
    return code >= 4000 && code <= 4999 ? "defined by the application" : "unknown code";
  }
}
