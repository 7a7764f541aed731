package io.tidewire.fallback;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What clients send: a JSON array of strings, each a message; in a session with our extension also
/// of objects `{"binary":"BASE64"}`. It is checked as a whole, and then read bit by bit: a body of
/// a million empty messages costs no more than its own length.
final class Payload {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);

  /// A message, in UTF-8 if it is text.
  static final class Item {
    final boolean text;
    final byte[] bytes;

    Item(boolean text, byte[] bytes) {
      this.text = text;
      this.bytes = bytes;
    }
  }

  private final JsonParser parser;
  // Where the next message begins, or the array ends.
  private JsonToken ahead;

  private Payload(String text) {
    parser = parser(text);
    parser.nextToken();
    ahead = parser.nextToken();
  }

  /// The messages; empty when the body is anything else.
  ///
  /// @param binary whether there may be binary ones
  static Optional<Payload> parse(byte[] body, boolean binary) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return isWhole(text, binary) ? Optional.of(new Payload(text)) : Optional.empty();
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  private static boolean isWhole(String text, boolean binary) {
    try (JsonParser parser = parser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return false;
      }
      JsonToken token = parser.nextToken();
      while (token == JsonToken.VALUE_STRING
          || (binary && token == JsonToken.START_OBJECT && isBinary(parser))) {
        token = parser.nextToken();
      }
      return token == JsonToken.END_ARRAY && parser.nextToken() == null;
    } catch (JacksonException | IllegalArgumentException malformed) {
      return false;
    }
  }

  private static boolean isBinary(JsonParser parser) {
    boolean named =
        parser.nextToken() == JsonToken.PROPERTY_NAME && parser.getString().equals("binary");
    return named
        && parser.nextToken() == JsonToken.VALUE_STRING
        && decode(parser.getString()) != null
        && parser.nextToken() == JsonToken.END_OBJECT;
  }

  // Throws IllegalArgumentException where it is not base64.
  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static JsonParser parser(String text) {
    return JSON.createParser(ObjectReadContext.empty(), text);
  }

  /// Whether all messages have been taken.
  boolean isEmpty() {
    return ahead == JsonToken.END_ARRAY;
  }

  /// Takes the next message. Not where this is empty.
  Item next() {
    Item next =
        ahead == JsonToken.VALUE_STRING ? new Item(true, utf8(parser.getString())) : binary();
    ahead = parser.nextToken();
    return next;
  }

  private Item binary() {
    parser.nextToken();
    parser.nextToken();
    Item item = new Item(false, decode(parser.getString()));
    parser.nextToken();
    return item;
  }

  /// Leaves messages out.
  void skip(long count) {
    for (long left = count; left > 0 && !isEmpty(); left--) {
      next();
    }
  }

  // An unpaired surrogate, which JSON can escape and UTF-8 cannot carry, becomes U+FFFD, as it does
  // where a browser sends it over WebSocket.
  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes =
          StandardCharsets.UTF_8
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .replaceWith(REPLACEMENT)
              .encode(CharBuffer.wrap(text));
      byte[] exact = new byte[bytes.remaining()];
      bytes.get(exact);
      return exact;
    } catch (CharacterCodingException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
