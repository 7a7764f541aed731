package io.tidewire.fallback;

import io.tidewire.Message;
import java.util.Base64;
import java.util.HexFormat;

/// What the client is sent, as the protocol writes it.
final class Frames {
  static final String OPEN = "o";
  static final String HEARTBEAT = "h";

  private static final HexFormat HEX = HexFormat.of();

  private Frames() {}

  static String close(int code, String text) {
    StringBuilder frame = new StringBuilder("c[").append(code).append(',');
    quote(text, frame);
    return frame.append(']').toString();
  }

  /// Writes a message: a string, or the object that stands for binary ones.
  static void message(Message message, StringBuilder out) {
    if (message.isText()) {
      quote(message.text(), out);
    } else {
      String base64 = Base64.getEncoder().encodeToString(message.bytes());
      out.append("{\"binary\":\"").append(base64).append("\"}");
    }
  }

  /// A frame as a string literal within a page's script, which its text cannot end.
  static String script(String frame) {
    StringBuilder literal = new StringBuilder();
    quote(frame, literal);
    return literal.toString().replace("<", "\\u003c");
  }

  /// Writes a string of JSON. Beside what JSON asks for, characters are escaped that a browser or a
  /// proxy may take for something else on the way.
  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      escape(text.charAt(i), out);
    }
    out.append('"');
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (isFragile(c)) {
          out.append("\\u").append(HEX.toHexDigits(c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static boolean isFragile(char c) {
    return c < 0x20
        || c == 0x7f
        || (c >= 0x200c && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202f)
        || (c >= 0x2060 && c <= 0x206f)
        || c >= 0xfff0;
  }
}
