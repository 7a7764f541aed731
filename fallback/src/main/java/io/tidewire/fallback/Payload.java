package io.tidewire.fallback;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What clients send: a JSON array of strings, each a message.
final class Payload {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] REPLACEMENT = "\ufffd".getBytes(StandardCharsets.UTF_8);

  private Payload() {}

  /// The messages in UTF-8; empty when the body is anything else. An unpaired surrogate, which JSON
  /// can escape and UTF-8 cannot carry, becomes U+FFFD, as it does where a browser sends it over
  /// WebSocket.
  static Optional<List<byte[]>> parse(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
        return strings(parser);
      }
    } catch (CharacterCodingException | JacksonException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<List<byte[]>> strings(JsonParser parser) throws CharacterCodingException {
    List<byte[]> messages = new ArrayList<>();
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      return Optional.empty();
    }
    JsonToken token = parser.nextToken();
    for (; token == JsonToken.VALUE_STRING; token = parser.nextToken()) {
      messages.add(utf8(parser.getString()));
    }
    boolean whole = token == JsonToken.END_ARRAY && parser.nextToken() == null;
    return whole ? Optional.of(messages) : Optional.empty();
  }

  private static byte[] utf8(String text) throws CharacterCodingException {
    ByteBuffer bytes =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .replaceWith(REPLACEMENT)
            .encode(CharBuffer.wrap(text));
    byte[] exact = new byte[bytes.remaining()];
    bytes.get(exact);
    return exact;
  }
}
