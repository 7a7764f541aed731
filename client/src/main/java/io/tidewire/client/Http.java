package io.tidewire.client;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.tidewire.HandshakeRequest;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.RequestHead;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// Between Netty's types of HTTP and ours.
final class Http {
  private static final int HEAD_LIMIT = 16 << 10;
  private static final DefaultHttpHeadersFactory STRICT =
      DefaultHttpHeadersFactory.headersFactory();

  /// Netty checks values, but where one begins on another line it leaves the space of the fold, and
  /// then refuses it. A user agent has to take it (RFC 9112 §5.2).
  private static final DefaultHttpHeadersFactory UNFOLDING =
      STRICT.withValueValidator(value -> STRICT.getValueValidator().validate(unfolded(value)));

  private Http() {}

  static HttpResponseDecoder responseDecoder() {
    return new HttpResponseDecoder(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(HEAD_LIMIT)
            .setMaxHeaderSize(HEAD_LIMIT)
            .setHeadersFactory(UNFOLDING));
  }

  static FullHttpRequest request(RequestHead head) {
    HttpHeaders headers = new DefaultHttpHeaders();
    head.headers().forEach(field -> headers.add(field.name(), field.value()));
    return new DefaultFullHttpRequest(
        HttpVersion.valueOf(head.version()),
        HttpMethod.valueOf(head.method()),
        head.target(),
        Unpooled.EMPTY_BUFFER,
        headers,
        EmptyHttpHeaders.INSTANCE);
  }

  /// Whether a head is one of HTTP. Netty takes any number for a status (RFC 9112 §4: three
  /// digits).
  static boolean isAnswer(HttpResponse head) {
    int status = head.status().code();
    return head.decoderResult().isSuccess() && status >= 100 && status <= 999;
  }

  /// The peer's fields. Netty lets through some that ours do not, in values that mean nothing to
  /// us.
  static Headers headers(HttpHeaders headers) {
    List<Headers.Field> fields =
        headers.entries().stream()
            .map(entry -> new Headers.Field(entry.getKey(), unfolded(entry.getValue())))
            .toList();
    return Headers.copyOf(fields);
  }

  private static String unfolded(CharSequence value) {
    return value.toString().strip();
  }

  static HandshakeRequest handshakeRequest(
      RequestHead head, SocketAddress remoteAddress, Optional<SSLSession> tls) {
    QueryStringDecoder target =
        QueryStringDecoder.builder().semicolonIsNormalChar(true).build(head.target());
    return new HandshakeRequest(
        head.method(),
        target.path(),
        target.parameters(),
        Map.of(),
        head.headers(),
        remoteAddress,
        tls);
  }
}
