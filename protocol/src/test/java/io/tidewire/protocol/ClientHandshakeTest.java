package io.tidewire.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidewire.protocol.ClientHandshake.Accepted;
import io.tidewire.protocol.ClientHandshake.Rejected;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientHandshakeTest {
  // RFC 6455 §1.3
  private static final byte[] NONCE = "the sample nonce".getBytes(US_ASCII);
  private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
  private static final Headers GOOD =
      Headers.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Accept", ACCEPT);

  private static final ClientHandshake HANDSHAKE =
      new ClientHandshake(
          URI.create("ws://server.example.com/chat"),
          List.of("chat", "superchat"),
          Extension.parse(List.of("x; a=1, x, y")),
          Headers.of("Origin", "http://example.com"),
          NONCE);

  @Test
  void theRequestIsThatOfTheRfc() {
    assertThat(HANDSHAKE.key()).isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
    assertThat(HANDSHAKE.request())
        .isEqualTo(
            new RequestHead(
                "GET",
                "/chat",
                "HTTP/1.1",
                Headers.of(
                    "Host", "server.example.com",
                    "Upgrade", "websocket",
                    "Connection", "Upgrade",
                    "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Version", "13",
                    "Sec-WebSocket-Protocol", "chat, superchat",
                    "Sec-WebSocket-Extensions", "x; a=1, x, y",
                    "Origin", "http://example.com")));
  }

  @Test
  void whatIsNotOfferedIsNotInTheRequest() {
    Headers headers = plain("ws://a").request().headers();
    assertThat(headers.contains("Sec-WebSocket-Protocol")).isFalse();
    assertThat(headers.contains("Sec-WebSocket-Extensions")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // URI, Host, target, host to connect to, port, TLS
    "ws://a,                        a,              /,         a,           80,    false",
    "wss://a,                       a,              /,         a,           443,   true",
    "WS://A.Example/,               a.example,      /,         a.example,   80,    false",
    "WSS://a/b,                     a,              /b,        a,           443,   true",
    "ws://a:80/,                    a,              /,         a,           80,    false",
    "wss://a:443/,                  a,              /,         a,           443,   true",
    "ws://a:443/,                   a:443,          /,         a,           443,   false",
    "wss://a:80/,                   a:80,           /,         a,           80,    true",
    "ws://a:8080,                   a:8080,         /,         a,           8080,  false",
    "ws://a:/,                      a,              /,         a,           80,    false",
    "ws://a?x=1,                    a,              /?x=1,     a,           80,    false",
    "ws://a/b?,                     a,              /b,        a,           80,    false",
    "ws://a/b/../c?x=%20&y=//?,     a,              /b/../c?x=%20&y=//?, a, 80,    false",
    "ws://a/%23,                    a,              /%23,      a,           80,    false",
    "ws://a/\u00e4?\u20ac,          a,              /%C3%A4?%E2%82%AC,   a, 80,    false",
    "ws://127.0.0.1:9/,             127.0.0.1:9,    /,         127.0.0.1,   9,     false",
    "ws://[::1]/,                   [::1],          /,         ::1,         80,    false",
    "wss://[2001:DB8::1]:8443/,     [2001:db8::1]:8443, /,     2001:db8::1, 8443,  true",
    "ws://[fe80::1%eth0]:9/,        [fe80::1]:9,    /,         fe80::1%eth0, 9,    false",
    "ws://[fe80::1%25eth0]/,        [fe80::1],      /,         fe80::1%eth0, 80,   false",
    "ws://my_service:8080/,         my_service:8080, /,        my_service,  8080,  false",
  })
  void theUriSaysWhereToConnectAndWhatToAskFor(
      String uri, String hostField, String target, String host, int port, boolean secure) {
    ClientHandshake handshake = plain(uri);
    assertThat(handshake.request().headers().first("Host")).contains(hostField);
    assertThat(handshake.request().target()).isEqualTo(target);
    assertThat(handshake.host()).isEqualTo(host);
    assertThat(handshake.port()).isEqualTo(port);
    assertThat(handshake.secure()).isEqualTo(secure);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a/,              ws:// or wss://",
    "https://a/,             ws:// or wss://",
    "//a/,                   ws:// or wss://",
    "/a,                     ws:// or wss://",
    "ws:a,                   needs a host",
    "ws:///a,                needs a host",
    "ws:/a,                  needs a host",
    "ws://a/#b,              no fragment",
    "ws://a/#,               no fragment",
    "ws://user@a/,           no user name",
    "ws://user:secret@a/,    no user name",
    "ws://a:0/,              port 0",
    "ws://a:65536/,          \"\"a:65536\"\"",
    "ws://:80/,              \"\":80\"\"",
    "ws://b\u00fccher.example/, java.net.IDN",
  })
  void anythingElseIsNoWebSocketUri(String uri, String message) {
    assertThatThrownBy(() -> plain(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message.replace("\"\"", "\""))
        .hasMessageNotContaining("secret");
  }

  static Stream<Arguments> badSubprotocols() {
    return Stream.of(
        arguments(List.of(""), "must be a token"),
        arguments(List.of("a b"), "must be a token"),
        arguments(List.of("a,b"), "must be a token"),
        arguments(List.of("a\r\nX: y"), "must be a token"),
        arguments(List.of("a", "b", "a"), "a is offered twice"));
  }

  @ParameterizedTest
  @MethodSource("badSubprotocols")
  void subprotocolsAreTokensAndNoneComesTwice(List<String> subprotocols, String message) {
    assertThatThrownBy(() ->
            new ClientHandshake(
                URI.create("ws://a"), subprotocols, List.of(), Headers.EMPTY, NONCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "upgrade",
        "Connection",
        "Sec-WebSocket-Key",
        "sec-websocket-version",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions",
        "Content-Length",
        "Transfer-Encoding"
      })
  void aFieldOfTheHandshakeItselfIsNoExtraField(String name) {
    Headers extra = Headers.of(name, "0");
    assertThatThrownBy(
            () -> new ClientHandshake(URI.create("ws://a"), List.of(), List.of(), extra, NONCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 17})
  void aNonceHasSixteenBytes(int length) {
    assertThatThrownBy(() ->
            new ClientHandshake(
                URI.create("ws://a"), List.of(), List.of(), Headers.EMPTY, new byte[length]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 bytes");
  }

  static Stream<Arguments> goodResponses() {
    return Stream.of(
        arguments(GOOD, accepted("", "")),
        arguments(replaced("Upgrade", List.of("WebSocket")), accepted("", "")),
        arguments(replaced("UPGRADE", List.of("websocket", " , WEBSOCKET")), accepted("", "")),
        arguments(replaced("connection", List.of("upgrade")), accepted("", "")),
        arguments(replaced("Connection", List.of("keep-alive", "x, UPGRADE")), accepted("", "")),
        arguments(replaced("sec-websocket-accept", List.of(" " + ACCEPT + "\t")), accepted("", "")),
        arguments(GOOD.with("Sec-WebSocket-Protocol", "superchat"), accepted("superchat", "")),
        arguments(GOOD.with("Sec-WebSocket-Extensions", "y; b=2"), accepted("", "y; b=2")),
        // RFC 6455 §4.2.2 step 5.6: in one field or in several
        arguments(
            GOOD.with("Sec-WebSocket-Extensions", "y").with("sec-websocket-extensions", "x"),
            accepted("", "y, x")),
        arguments(GOOD.with("Set-Cookie", "a=1").with("Content-Length", "5"), accepted("", "")));
  }

  @ParameterizedTest
  @MethodSource("goodResponses")
  void aResponseThatKeepsTheRulesOpensTheConnection(Headers headers, Accepted expected) {
    assertThat(HANDSHAKE.verify(new ResponseHead(101, headers))).isEqualTo(expected);
  }

  static Stream<Arguments> badFields() {
    return Stream.of(
        arguments("Upgrade", List.of(), "Upgrade is missing"),
        arguments("Upgrade", List.of(""), "Upgrade is \"\""),
        arguments("Upgrade", List.of("h2c"), "Upgrade is \"h2c\""),
        arguments("Upgrade", List.of("websocket, h2c"), "Upgrade is \"websocket, h2c\""),
        arguments("Upgrade", List.of("websocket", "h2c"), "Upgrade came 2 times"),
        arguments("Connection", List.of(), "Connection is missing"),
        arguments("Connection", List.of("close"), "Connection is \"close\""),
        arguments("Sec-WebSocket-Accept", List.of(), "Sec-WebSocket-Accept is missing"),
        arguments("Sec-WebSocket-Accept", List.of("x"), "Sec-WebSocket-Accept is \"x\""),
        arguments("Sec-WebSocket-Accept", List.of(ACCEPT.toLowerCase(Locale.ROOT)), "prove"),
        arguments("Sec-WebSocket-Accept", List.of("dGhlIHNhbXBsZSBub25jZQ=="), "does not prove"),
        arguments("Sec-WebSocket-Accept", List.of(ACCEPT, ACCEPT), "came 2 times"),
        arguments("Sec-WebSocket-Accept", List.of(ACCEPT + ", " + ACCEPT), "does not prove"),
        arguments("Sec-WebSocket-Protocol", List.of("other"), "\"other\""),
        arguments("Sec-WebSocket-Protocol", List.of("Chat"), "not offered"),
        arguments("Sec-WebSocket-Protocol", List.of(""), "not offered"),
        arguments("Sec-WebSocket-Protocol", List.of("chat, superchat"), "not offered"),
        arguments("Sec-WebSocket-Protocol", List.of("chat", "chat"), "came 2 times"),
        arguments("Sec-WebSocket-Extensions", List.of("z"), "not offered: \"z\""),
        arguments("Sec-WebSocket-Extensions", List.of("x", "z; a"), "not offered: \"z\""),
        arguments("Sec-WebSocket-Extensions", List.of("X"), "not offered: \"X\""),
        arguments("Sec-WebSocket-Extensions", List.of(""), "names no extension"),
        arguments("Sec-WebSocket-Extensions", List.of("x y"), "at character 3"));
  }

  @ParameterizedTest
  @MethodSource("badFields")
  void aResponseThatBreaksARuleIsRejectedWithAReason(
      String name, List<String> values, String reason) {
    assertThat(HANDSHAKE.verify(new ResponseHead(101, replaced(name, values))))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.reason()).contains(reason).matches("[ -~]{10,300}"));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 102, 200, 301, 401, 426, 503, 0, -1})
  void onlyStatus101OpensTheConnection(int status) {
    assertThat(HANDSHAKE.verify(new ResponseHead(status, GOOD)))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).contains("status " + status));
  }

  @Test
  void aSubprotocolIsRejectedWhenNoneWasOffered() {
    ResponseHead response = new ResponseHead(101, GOOD.with("Sec-WebSocket-Protocol", "chat"));
    assertThat(plain("ws://a").verify(response)).isInstanceOf(Rejected.class);
  }

  @Test
  void theTwoHalvesUnderstandEachOther() {
    ServerHandshake server =
        (ServerHandshake)
            ServerHandshake.check(
                HANDSHAKE.request(), OriginRule.allow(List.of("http://example.com")));
    ResponseHead response =
        server.accept(
            server.choose(List.of("superchat")),
            Extension.parse(List.of("x; a=1")),
            Headers.of("Set-Cookie", "a=1"));
    assertThat(HANDSHAKE.verify(response)).isEqualTo(accepted("superchat", "x; a=1"));
  }

  private static ClientHandshake plain(String uri) {
    return new ClientHandshake(URI.create(uri), List.of(), List.of(), Headers.EMPTY, NONCE);
  }

  private static Accepted accepted(String subprotocol, String extensions) {
    return new Accepted(
        Optional.of(subprotocol).filter(text -> !text.isEmpty()),
        extensions.isEmpty() ? List.of() : Extension.parse(List.of(extensions)));
  }

  private static Headers replaced(String name, List<String> values) {
    Headers headers = GOOD.without(name);
    for (String value : values) {
      headers = headers.with(name, value);
    }
    return headers;
  }
}
