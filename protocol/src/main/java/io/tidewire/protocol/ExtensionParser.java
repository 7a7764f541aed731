package io.tidewire.protocol;

import io.tidewire.protocol.Extension.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads one `Sec-WebSocket-Extensions` value from left to right, each character once:
///
/// ```
/// extension-list  = 1#extension
/// extension       = token *( ";" extension-param )
/// extension-param = token [ "=" ( token | quoted-string ) ]
/// ```
///
/// This is RFC 6455 §9.1, which counts on RFC 2616 §2.1: whitespace may stand between any two
/// parts, and empty list elements are skipped.
final class ExtensionParser {
  private final String text;
  private int position;

  private ExtensionParser(String text) {
    this.text = text;
  }

  static List<Extension> parse(List<String> values) {
    List<Extension> extensions = new ArrayList<>();
    for (String value : values) {
      new ExtensionParser(value).readList(extensions);
    }
    // RFC 2616 §2.1: "1#" wants one element that is not empty, over all fields together (RFC 9110
    // §5.6.1.2).
    if (extensions.isEmpty() && !values.isEmpty()) {
      throw new IllegalArgumentException("Sec-WebSocket-Extensions names no extension");
    }
    return List.copyOf(extensions);
  }

  private void readList(List<Extension> extensions) {
    do {
      skipSpace();
      if (!atEnd() && peek() != ',') {
        extensions.add(readExtension());
      }
    } while (skip(','));
    if (!atEnd()) {
      throw unexpected("a comma, a semicolon or the end");
    }
  }

  private Extension readExtension() {
    String name = readToken("the name of an extension");
    List<Parameter> parameters = new ArrayList<>();
    while (skip(';')) {
      parameters.add(readParameter());
    }
    return new Extension(name, parameters);
  }

  private Parameter readParameter() {
    String name = readToken("the name of a parameter");
    return new Parameter(name, skip('=') ? Optional.of(readValue()) : Optional.empty());
  }

  private String readValue() {
    skipSpace();
    return !atEnd() && peek() == '"' ? readQuoted() : readToken("the value of a parameter");
  }

  private String readToken(String what) {
    skipSpace();
    int start = position;
    while (!atEnd() && Tokens.isTokenChar(peek())) {
      position++;
    }
    if (position == start) {
      throw unexpected(what);
    }
    return text.substring(start, position);
  }

  private String readQuoted() {
    int start = position++;
    StringBuilder value = new StringBuilder();
    while (!atEnd() && peek() != '"') {
      value.append(readQuotedChar());
    }
    if (atEnd()) {
      throw unexpected("the closing quote of the string that begins at character " + (start + 1));
    }
    position++;
    return requireToken(value.toString(), start);
  }

  // RFC 6455 §9.1: "the value after quoted-string unescaping MUST conform to the 'token' ABNF"
  private static String requireToken(String value, int start) {
    if (!Tokens.isToken(value)) {
      throw new IllegalArgumentException(
          "Sec-WebSocket-Extensions: the quoted string at character "
              + (start + 1)
              + " must hold a token, and "
              + Echo.quote(value)
              + " is not one");
    }
    return value;
  }

  private char readQuotedChar() {
    if (peek() == '\\') {
      position++;
      if (atEnd()) {
        throw unexpected("a character after the backslash");
      }
    }
    return text.charAt(position++);
  }

  private boolean skip(char wanted) {
    skipSpace();
    boolean found = !atEnd() && peek() == wanted;
    position += found ? 1 : 0;
    return found;
  }

  private void skipSpace() {
    while (!atEnd() && Tokens.isSpace(peek())) {
      position++;
    }
  }

  private boolean atEnd() {
    return position == text.length();
  }

  private char peek() {
    return text.charAt(position);
  }

  private IllegalArgumentException unexpected(String expected) {
    String found =
        atEnd()
            ? "the value ends"
            : "there is " + Echo.quote(text.substring(position, position + 1));
    return new IllegalArgumentException(
        "Sec-WebSocket-Extensions: "
            + found
            + " at character "
            + (position + 1)
            + " where "
            + expected
            + " should be");
  }
}
