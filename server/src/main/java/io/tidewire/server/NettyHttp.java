package io.tidewire.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessageDecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.RequestHead;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Between Netty's HTTP types and ours.
final class NettyHttp {
  // RFC 9110 §5.6.7: IMF-fixdate
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private NettyHttp() {}

  /// Why what came is no request.
  static RefusedException refusal(Throwable failure, ServerLimits limits) {
    return switch (failure) {
      case TooLongHttpLineException tooLong ->
          new RefusedException(
              414, "the request line is longer than " + limits.maxHead() + " bytes: shorten it");
      case TooLongHttpHeaderException tooLong -> tooLarge(limits);
      default -> new RefusedException(400, "this is not an HTTP/1.1 request");
    };
  }

  /// Checks what Netty's decoder does not.
  static void check(HttpRequest request, ServerLimits limits) throws RefusedException {
    HttpVersion version = request.protocolVersion();
    if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
      // A client that tries HTTP/2 without asking comes by here (RFC 9113 §3.4).
      throw new RefusedException(505, "only HTTP/1.1 is spoken here: set the client to HTTP/1.1");
    }
    // The decoder bounds the line and the fields each by itself.
    if (request.decoderResult() instanceof HttpMessageDecoderResult sizes
        && sizes.totalSize() > limits.maxHead()) {
      throw tooLarge(limits);
    }
  }

  /// The head of a request.
  static RequestHead head(HttpRequest request) throws RefusedException {
    List<Headers.Field> fields = new ArrayList<>();
    try {
      for (Map.Entry<String, String> field : request.headers()) {
        fields.add(new Headers.Field(field.getKey(), field.getValue()));
      }
    } catch (IllegalArgumentException illegal) {
      throw new RefusedException(400, illegal.getMessage());
    }
    return new RequestHead(
        request.method().name(),
        request.uri(),
        request.protocolVersion().text(),
        Headers.copyOf(fields));
  }

  /// A response to be written.
  ///
  /// @param withBody false for the response to `HEAD`
  /// @param last whether the TCP connection ends with it
  static FullHttpResponse response(HttpResponse response, boolean withBody, boolean last) {
    byte[] body = response.sharedBody();
    FullHttpResponse message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            withBody ? Unpooled.wrappedBuffer(body) : Unpooled.EMPTY_BUFFER);
    addFields(message, response.headers());
    // RFC 9110 §8.6: not in a 204; in a 304 it would be that of the body which is not sent
    if (response.status() != 204 && response.status() != 304) {
      message.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    message.headers().set(HttpHeaderNames.DATE, HTTP_DATE.format(Instant.now()));
    if (last) {
      message.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return message;
  }

  /// The head of a response whose body comes bit by bit.
  ///
  /// @param chunked false for a client that knows no chunks: the body then ends with the connection
  static io.netty.handler.codec.http.HttpResponse head(
      HttpResponse response, boolean chunked, boolean last) {
    var message =
        new DefaultHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(response.status()));
    for (Headers.Field field : response.headers()) {
      message.headers().add(field.name(), field.value());
    }
    message.headers().set(HttpHeaderNames.DATE, HTTP_DATE.format(Instant.now()));
    HttpUtil.setTransferEncodingChunked(message, chunked);
    if (last) {
      message.headers().add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return message;
  }

  /// What has a client send the body that it holds back (RFC 9110 §15.2.1).
  static FullHttpResponse goOn() {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);
  }

  /// The response that ends HTTP on a connection (RFC 6455 §4.2.2).
  static FullHttpResponse switchingProtocols(Headers headers) {
    FullHttpResponse message =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
    addFields(message, headers);
    return message;
  }

  private static void addFields(FullHttpResponse message, Headers fields) {
    for (Headers.Field field : fields) {
      message.headers().add(field.name(), field.value());
    }
  }

  private static RefusedException tooLarge(ServerLimits limits) {
    return new RefusedException(
        431,
        "the request head is larger than "
            + limits.maxHead()
            + " bytes: send fewer or smaller header fields");
  }
}
