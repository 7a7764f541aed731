package io.tidewire.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The grammar that header fields share: tokens (RFC 9110 §5.6.2), comma-separated lists (RFC 9110
/// §5.6.1) and ASCII case (RFC 6455 §2.1).
final class Tokens {
  private static final String SEPARATORS = "()<>@,;:\\\"/[]?={}";

  private Tokens() {}

  static boolean isTokenChar(char c) {
    return c > ' ' && c < 0x7f && SEPARATORS.indexOf(c) < 0;
  }

  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> isTokenChar((char) c));
  }

  static String requireToken(String what, String text) {
    if (!isToken(text)) {
      throw new IllegalArgumentException(
          what + " must be a token, and " + Echo.quote(text) + " is not");
    }
    return text;
  }

  /// `String.equalsIgnoreCase` would also take the Kelvin sign for a k and the long s for an s;
  /// this compares as RFC 6455 §2.1 says.
  static boolean equalsIgnoreCase(String a, String b) {
    return a.length() == b.length()
        && IntStream.range(0, a.length()).allMatch(i -> lower(a.charAt(i)) == lower(b.charAt(i)));
  }

  static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.chars().forEach(c -> lower.append(lower((char) c)));
    return lower.toString();
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  static boolean isAlpha(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /// Without the optional whitespace (OWS, RFC 9110 §5.6.3) at both ends.
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /// The elements of one list that may be spread over several fields. Empty elements do not count
  /// (RFC 9110 §5.6.1.2).
  static List<String> elements(List<String> values) {
    List<String> elements = new ArrayList<>();
    for (String value : values) {
      for (String element : value.split(",", -1)) {
        String trimmed = trim(element);
        if (!trimmed.isEmpty()) {
          elements.add(trimmed);
        }
      }
    }
    return elements;
  }
}
