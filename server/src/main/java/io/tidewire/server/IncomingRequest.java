package io.tidewire.server;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.tidewire.deflate.Budget;
import io.tidewire.protocol.RequestHead;
import io.tidewire.protocol.ServerHandshake;
import java.io.ByteArrayOutputStream;

/// A request whose head is there and whose body may still be coming. What bodies hold counts in the
/// process's budget for unfinished messages.
final class IncomingRequest {
  private final HttpRequest request;
  private final RequestHead head;
  private final boolean upgrade;
  private final Application application;
  private final Budget budget;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private int maxBody;
  // Bytes of the budget.
  private long held;

  /// @throws RefusedException when the head shows that the request cannot be served
  IncomingRequest(HttpRequest request, ServerLimits limits, Application application, Budget budget)
      throws RefusedException {
    NettyHttp.check(request, limits);
    this.request = request;
    this.application = application;
    this.budget = budget;
    head = NettyHttp.head(request);
    upgrade = ServerHandshake.isUpgrade(head);
    maxBody = limits.maxBody();
    if (HttpUtil.isContentLengthSet(request)) {
      refuseAbove(HttpUtil.getContentLength(request));
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
    refuseAbove((long) body.size() + more);
    if (!budget.take(more)) {
      throw new RefusedException(
          503, "this server is holding as much of its clients' requests as it can: try again");
    }
    held += more;
    byte[] bytes = new byte[more];
    content.content().readBytes(bytes);
    body.writeBytes(bytes);
  }

  // Few requests need to ask what is allowed where they lead to.
  private void refuseAbove(long length) throws RefusedException {
    if (length > maxBody) {
      maxBody = application.maxBody(head, maxBody);
    }
    if (length > maxBody) {
      throw new RefusedException(413, "the request body is larger than " + maxBody + " bytes");
    }
  }

  /// The request is over. A second time it changes nothing.
  void release() {
    budget.give(held);
    held = 0;
  }

  byte[] body() {
    return body.toByteArray();
  }
}
