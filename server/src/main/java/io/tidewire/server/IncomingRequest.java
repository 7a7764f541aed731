package io.tidewire.server;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.tidewire.protocol.RequestHead;
import io.tidewire.protocol.ServerHandshake;
import java.io.ByteArrayOutputStream;

/// A request whose head is there and whose body may still be coming.
final class IncomingRequest {
  private final HttpRequest request;
  private final RequestHead head;
  private final boolean upgrade;
  private final int maxBody;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

  /// @throws RefusedException when the head shows that the request cannot be served
  IncomingRequest(HttpRequest request, ServerLimits limits) throws RefusedException {
    NettyHttp.check(request, limits);
    this.request = request;
    head = NettyHttp.head(request);
    upgrade = ServerHandshake.isUpgrade(head);
    maxBody = limits.maxBody();
    if (HttpUtil.isContentLengthSet(request) && HttpUtil.getContentLength(request) > maxBody) {
      throw tooLarge();
    }
  }

  RequestHead head() {
    return head;
  }

  /// Whether it asks for WebSocket.
  boolean isUpgrade() {
    return upgrade;
  }

  /// Whether the client holds the body back until it is told to go on (RFC 9110 §10.1.1).
  boolean awaitsContinue() {
    return HttpUtil.is100ContinueExpected(request);
  }

  /// Whether the response has no body.
  boolean isHead() {
    return request.method().equals(HttpMethod.HEAD);
  }

  /// Whether a response may come in chunks.
  boolean takesChunks() {
    return head.version().equals("HTTP/1.1");
  }

  /// Whether the client would send another request on the connection. An HTTP/1.0 client may ask
  /// for that in a way of its own; few do, and none needs it.
  boolean mayStay() {
    return head.version().equals("HTTP/1.1") && HttpUtil.isKeepAlive(request);
  }

  void append(HttpContent content) throws RefusedException {
    int more = content.content().readableBytes();
    if (more > maxBody - body.size()) {
      throw tooLarge();
    }
    byte[] bytes = new byte[more];
    content.content().readBytes(bytes);
    body.writeBytes(bytes);
  }

  byte[] body() {
    return body.toByteArray();
  }

  private RefusedException tooLarge() {
    return new RefusedException(413, "the request body is larger than " + maxBody + " bytes");
  }
}
