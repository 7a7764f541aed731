package io.tidewire.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.tidewire.protocol.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A response to the handshake, with as much of its body as a message to a person needs.
final class Response {
  private static final int BODY_LIMIT = 4 << 10;

  private final ResponseHead head;
  private final String status;
  private final boolean http10;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Response(HttpResponse response) {
    this.head = new ResponseHead(response.status().code(), Http.headers(response.headers()));
    this.http10 = response.protocolVersion().equals(HttpVersion.HTTP_1_0);
    this.status = Words.firstLine(response.status().toString());
  }

  ResponseHead head() {
    return head;
  }

  boolean isHttp10() {
    return http10;
  }

  /// Keeps what there is room for.
  ///
  /// @return whether the room is used up
  boolean add(ByteBuf content) {
    byte[] bytes = new byte[Math.min(content.readableBytes(), BODY_LIMIT - body.size())];
    content.readBytes(bytes);
    body.writeBytes(bytes);
    return body.size() == BODY_LIMIT;
  }

  Answer refused() {
    String line = Words.firstLine(bodyText());
    return refused("the server answered " + status + (line.isEmpty() ? "" : ": " + line));
  }

  Answer refused(String why) {
    return new Answer.Refused(why, head.status(), head.headers(), bodyText());
  }

  private String bodyText() {
    return body.toString(StandardCharsets.UTF_8);
  }
}
