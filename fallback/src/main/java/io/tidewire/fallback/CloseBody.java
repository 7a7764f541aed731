package io.tidewire.fallback;

import io.tidewire.protocol.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What a client says when it closes by our extension: `[code,"reason"]`, or nothing.
record CloseBody(int code, String text) {
  private static final JsonFactory JSON = new JsonFactory();
  // RFC 6455 §5.5: a control frame has 125 bytes, of which two are the code's
  private static final int MAX_TEXT = 123;

  /// Empty when it is anything else.
  static Optional<CloseBody> parse(byte[] body) {
    if (body.length == 0) {
      return Optional.of(new CloseBody(CloseCode.NO_STATUS, ""));
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      return parse(parser).filter(CloseBody::maySo);
    } catch (JacksonException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<CloseBody> parse(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_ARRAY
        || parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
      return Optional.empty();
    }
    int code = parser.getIntValue();
    JsonToken token = parser.nextToken();
    String text = token == JsonToken.VALUE_STRING ? parser.getString() : "";
    token = token == JsonToken.VALUE_STRING ? parser.nextToken() : token;
    boolean whole = token == JsonToken.END_ARRAY && parser.nextToken() == null;
    return whole ? Optional.of(new CloseBody(code, text)) : Optional.empty();
  }

  private boolean maySo() {
    return CloseCode.mayBeSent(code) && text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT;
  }
}
