package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerHandshakeTest {
  // The request of RFC 6455 §1.3 without its optional fields.
  private static final Headers GOOD =
      Headers.of(
          "Host", "server.example.com",
          "Upgrade", "websocket",
          "Connection", "Upgrade",
          "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Version", "13");

  @Test
  void theExampleOfTheRfcIsAccepted() {
    Headers request =
        GOOD.with("Origin", "http://example.com").with("Sec-WebSocket-Protocol", "chat, superchat");
    ServerHandshake handshake = accepted(request, OriginRule.allow(List.of("http://example.com")));
    assertThat(handshake.version()).isEqualTo(13);
    assertThat(handshake.origin()).contains("http://example.com");
    assertThat(handshake.resourceName()).isEqualTo("/chat");
    assertThat(handshake.subprotocols()).containsExactly("chat", "superchat");
    assertThat(handshake.extensions()).isEmpty();
    assertThat(handshake.accept(Optional.of("chat"), List.of(), Headers.EMPTY))
        .isEqualTo(
            new ResponseHead(
                101,
                Headers.of(
                    "Upgrade", "websocket",
                    "Connection", "Upgrade",
                    "Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                    "Sec-WebSocket-Protocol", "chat")));
  }

  static Stream<Arguments> legalVariants() {
    return Stream.of(
        arguments("Upgrade", List.of("WebSocket")),
        arguments("Upgrade", List.of("h2c, WEBSOCKET")),
        arguments("Upgrade", List.of("h2c", "websocket")),
        arguments("upgrade", List.of(",websocket ,")),
        arguments("Connection", List.of("upgrade")),
        arguments("Connection", List.of("keep-alive, Upgrade")),
        arguments("Connection", List.of("keep-alive", "UPGRADE, x")),
        arguments("CONNECTION", List.of(" upgrade\t, close")),
        arguments("sec-websocket-key", List.of("AAAAAAAAAAAAAAAAAAAAAA==")),
        arguments("SEC-WEBSOCKET-KEY", List.of(" +/+/+/+/+/+/+/+/+/+/+w== ")),
        // The example of RFC 6455 §4.1, which has padding bits set.
        arguments("Sec-WebSocket-Key", List.of("AQIDBAUGBwgJCgsMDQ4PEC==")),
        arguments("Sec-WebSocket-Version", List.of("13")),
        arguments("sec-websocket-version", List.of("8")),
        arguments("Sec-WebSocket-Version", List.of("7")),
        arguments("host", List.of("localhost:8080")),
        arguments("Host", List.of("[::1]:8080")),
        arguments("Host", List.of("127.0.0.1")),
        arguments("Content-Length", List.of("0")),
        arguments("Sec-WebSocket-Protocol", List.of("a", "b, c", "")),
        arguments("Sec-WebSocket-Protocol", List.of("a, A")),
        arguments("Sec-WebSocket-Extensions", List.of("foo; x=\"1\"", "bar")),
        arguments("Sec-WebSocket-Accept", List.of("nobody looks at this")),
        arguments("X-Anything", List.of("else", "\u00ff")));
  }

  @ParameterizedTest
  @MethodSource("legalVariants")
  void fieldsInAnyCaseAndListsInAnyShapeAreAccepted(String name, List<String> values) {
    assertThat(check(replaced(name, values))).isInstanceOf(ServerHandshake.class);
  }

  static Stream<Arguments> brokenFields() {
    return Stream.of(
        // RFC 9112 §3.2
        arguments("Host", List.of(), 400, "Host is missing"),
        arguments("Host", List.of(""), 400, "Host must hold a host"),
        arguments("Host", List.of("a", "a"), 400, "Host came 2 times"),
        arguments("Host", List.of("a, a"), 400, "Host must hold a host"),
        arguments("Host", List.of("user@a"), 400, "\"user@a\""),
        arguments("Host", List.of("a:99999"), 400, "\"a:99999\""),
        // RFC 6455 §4.2.1 item 3
        arguments("Upgrade", List.of(), 426, "Upgrade: websocket"),
        arguments("Upgrade", List.of("h2c"), 426, "Upgrade: websocket"),
        arguments("Upgrade", List.of("websocket/13"), 426, "Upgrade: websocket"),
        arguments("Upgrade", List.of("web socket"), 426, "Upgrade: websocket"),
        // item 4
        arguments("Connection", List.of(), 400, "Connection does not name Upgrade"),
        arguments("Connection", List.of("keep-alive"), 400, "Connection does not name Upgrade"),
        arguments("Connection", List.of("no-upgrade"), 400, "Connection does not name Upgrade"),
        // item 5
        arguments("Sec-WebSocket-Key", List.of(), 400, "Sec-WebSocket-Key is missing"),
        arguments("Sec-WebSocket-Key", List.of(""), 400, "16 bytes in base64"),
        arguments("Sec-WebSocket-Key", List.of("AAAA"), 400, "16 bytes in base64"),
        arguments("Sec-WebSocket-Key", List.of("A".repeat(24)), 400, "16 bytes in base64"),
        arguments("Sec-WebSocket-Key", List.of("A".repeat(22)), 400, "16 bytes in base64"),
        arguments("Sec-WebSocket-Key", List.of("A".repeat(20) + "=="), 400, "16 bytes in base64"),
        arguments("Sec-WebSocket-Key", List.of("A".repeat(23) + "="), 400, "16 bytes in base64"),
        arguments("Sec-WebSocket-Key", List.of("A".repeat(26) + "=="), 400, "16 bytes in base64"),
        arguments("Sec-WebSocket-Key", List.of("A".repeat(21) + "-=="), 400, "16 bytes in base64"),
        arguments("Sec-WebSocket-Key", List.of("A".repeat(21) + "==="), 400, "16 bytes in base64"),
        arguments(
            "Sec-WebSocket-Key", List.of("A".repeat(11) + " " + "A".repeat(10) + "=="), 400, "16"),
        arguments(
            "Sec-WebSocket-Key",
            List.of("A".repeat(22) + "==", "A".repeat(22) + "=="),
            400,
            "2 times"),
        // item 6
        arguments("Sec-WebSocket-Version", List.of(), 400, "Sec-WebSocket-Version is missing"),
        arguments("Sec-WebSocket-Version", List.of("13", "8"), 400, "came 2 times"),
        arguments("Sec-WebSocket-Version", List.of("13, 8"), 426, "\"13, 8\" is not spoken"),
        arguments("Sec-WebSocket-Version", List.of("25"), 426, "\"25\" is not spoken here"),
        arguments("Sec-WebSocket-Version", List.of("12"), 426, "use one of 13, 8, 7"),
        arguments("Sec-WebSocket-Version", List.of("6"), 426, "\"6\" is not spoken"),
        arguments("Sec-WebSocket-Version", List.of("013"), 426, "\"013\" is not spoken"),
        arguments("Sec-WebSocket-Version", List.of("+13"), 426, "\"+13\" is not spoken"),
        arguments("Sec-WebSocket-Version", List.of(""), 426, "\"\" is not spoken"),
        // item 7
        arguments("Origin", List.of("http://evil.example"), 403, "\"http://evil.example\""),
        arguments("Origin", List.of("null"), 403, "\"null\""),
        arguments("Origin", List.of(""), 403, "\"\""),
        arguments("Origin", List.of("http://server.example.com", "x"), 400, "Origin came 2 times"),
        // item 8
        arguments("Sec-WebSocket-Protocol", List.of(""), 400, "names no subprotocol"),
        arguments("Sec-WebSocket-Protocol", List.of(" , "), 400, "names no subprotocol"),
        arguments("Sec-WebSocket-Protocol", List.of("a, b, a"), 400, "\"a\" is offered twice"),
        arguments("Sec-WebSocket-Protocol", List.of("a", "a"), 400, "\"a\" is offered twice"),
        arguments("Sec-WebSocket-Protocol", List.of("a b"), 400, "\"a b\" is not a token"),
        arguments("Sec-WebSocket-Protocol", List.of("a/b"), 400, "\"a/b\" is not a token"),
        arguments("Sec-WebSocket-Protocol", List.of("\u00e4"), 400, "\"?\" is not a token"),
        // item 9
        arguments("Sec-WebSocket-Extensions", List.of(""), 400, "names no extension"),
        arguments("Sec-WebSocket-Extensions", List.of("a; b=\"c"), 400, "closing quote"),
        arguments("Sec-WebSocket-Extensions", List.of("a b"), 400, "at character 3"),
        // no body
        arguments("Content-Length", List.of("1"), 400, "has no body"),
        arguments("Content-Length", List.of("0", "5"), 400, "has no body"),
        arguments("Content-Length", List.of("0, 5"), 400, "has no body"),
        arguments("Content-Length", List.of("-0"), 400, "has no body"),
        arguments("Content-Length", List.of("x"), 400, "has no body"),
        arguments("Transfer-Encoding", List.of("chunked"), 400, "has no body"),
        arguments("transfer-encoding", List.of(""), 400, "has no body"));
  }

  @ParameterizedTest
  @MethodSource("brokenFields")
  void aBrokenFieldIsRefusedWithItsStatusAndALine(
      String name, List<String> values, int status, String line) {
    Refusal refusal = refused(replaced(name, values));
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.line()).contains(line).matches("[ -~]{20,300}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "OPTIONS", "HEAD", "PUT", "CONNECT", "get", "", "GET "})
  void onlyGetUpgrades(String method) {
    Refusal refusal = refused(new RequestHead(method, "/chat", "HTTP/1.1", GOOD));
    assertThat(refusal.status()).isEqualTo(405);
    assertThat(refusal.headers()).isEqualTo(Headers.of("Allow", "GET"));
    assertThat(refusal.line()).contains(Echo.quote(method), "send GET");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, true",
    "HTTP/1.2, true",
    "HTTP/2.0, true",
    "HTTP/1.0, false",
    "HTTP/0.9, false",
    "http/1.1, false",
    "HTTP/1, false",
    "HTTP/11, false",
    "HTTP/1.10, false",
    "'HTTP/1.1 ', false",
    "HTTPS/1.1, false",
    "'', false",
    "HTTP/\u0661.1, false",
  })
  void onlyHttp11AndLaterUpgrades(String version, boolean upgrades) {
    HandshakeCheck check =
        ServerHandshake.check(new RequestHead("GET", "/", version, GOOD), OriginRule.any());
    if (upgrades) {
      assertThat(check).isInstanceOf(ServerHandshake.class);
    } else {
      assertThat(((Refusal) check).status()).isEqualTo(400);
      assertThat(((Refusal) check).line()).contains("HTTP/1.1 or later", Echo.quote(version));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/chat?room=1&x=%20, /chat?room=1&x=%20",
    "//a/../b, //a/../b",
    "http://server.example.com, /",
    "HTTPS://server.example.com/chat?x, /chat?x",
    "http://server.example.com?x, /?x",
  })
  void theResourceNameIsPathAndQuery(String target, String resourceName) {
    assertThat(check(new RequestHead("GET", target, "HTTP/1.1", GOOD)))
        .isInstanceOfSatisfying(
            ServerHandshake.class,
            handshake -> assertThat(handshake.resourceName()).isEqualTo(resourceName));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "chat",
        "/a b",
        "/a#b",
        "/\u00e4",
        "/\0",
        "/a\r\nX: y",
        "ws://server.example.com/",
        "ftp://a/",
        "://a",
        "server.example.com:80",
        "?x",
        "http://",
        "http:///a",
        "http://user@server.example.com/",
        "http://a:99999/",
        "https://?x"
      })
  void anythingElseIsNoTarget(String target) {
    Refusal refusal = refused(new RequestHead("GET", target, "HTTP/1.1", GOOD));
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.line()).contains(Echo.quote(target)).matches("[ -~]+");
  }

  // RFC 9112 §3.2.2: the host of an absolute target counts, not the field Host
  @ParameterizedTest
  @CsvSource({
    "http://a.example/, http://a.example, true",
    "http://a.example:81/, http://a.example:81, true",
    "http://a.example/, http://server.example.com, false",
  })
  void theHostOfAnAbsoluteTargetIsTheOneThatOriginsAreComparedWith(
      String target, String origin, boolean allowed) {
    HandshakeCheck check =
        check(new RequestHead("GET", target, "HTTP/1.1", GOOD.with("Origin", origin)));
    assertThat(check instanceof ServerHandshake).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    // version, field, origin, status
    "13, Origin, https://server.example.com, 101",
    "13, Origin, https://evil.example, 403",
    "8, Sec-WebSocket-Origin, https://server.example.com, 101",
    "8, Sec-WebSocket-Origin, https://evil.example, 403",
    "7, sec-websocket-origin, https://evil.example, 403",
    // An older version is no way around the check.
    "8, Origin, https://evil.example, 403",
    "7, Origin, https://server.example.com, 101",
    // In version 13 this is a field like any other.
    "13, Sec-WebSocket-Origin, https://evil.example, 101",
  })
  void theOriginIsReadFromTheFieldOfTheVersion(
      String version, String field, String origin, int status) {
    Headers headers = GOOD.without("Sec-WebSocket-Version").with(field, origin);
    assertThat(status(headers.with("Sec-WebSocket-Version", version))).isEqualTo(status);
  }

  @Test
  void anOriginOfBothFieldsIsTheDraftsOwnInADraftVersion() {
    Headers headers =
        replaced("Sec-WebSocket-Version", List.of("8"))
            .with("Origin", "http://server.example.com")
            .with("Sec-WebSocket-Origin", "http://evil.example");
    assertThat(status(headers)).isEqualTo(403);
    assertThat(
            status(
                replaced("Sec-WebSocket-Version", List.of("8"))
                    .with("Sec-WebSocket-Origin", "http://server.example.com")
                    .with("Sec-WebSocket-Origin", "http://server.example.com")))
        .isEqualTo(400);
  }

  @Test
  void aClientWithoutAnOriginIsNoBrowserAndPasses() {
    assertThat(accepted(GOOD, OriginRule.sameOrigin()).origin()).isEmpty();
  }

  @Test
  void aForeignOriginIsNamedTogetherWithTheHost() {
    assertThat(refused(GOOD.with("Origin", "https://evil.example")).line())
        .contains("\"https://evil.example\"", "\"server.example.com\"", "OriginRule");
  }

  @Test
  void anyRuleLetsTheOriginNullIn() {
    assertThat(accepted(GOOD.with("Origin", "null"), OriginRule.any()).origin()).contains("null");
  }

  @Test
  void a426SaysWhatIsSpoken() {
    Headers expected =
        Headers.of(
            "Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", "13, 8, 7");
    assertThat(refused(GOOD.without("Upgrade")).headers()).isEqualTo(expected);
    assertThat(refused(replaced("Sec-WebSocket-Version", List.of("25"))).headers())
        .isEqualTo(expected);
  }

  @Test
  void anUnknownVersionIsToldBeforeFaultsThatItMayExplain() {
    Headers headers = replaced("Sec-WebSocket-Version", List.of("25"));
    assertThat(status(headers.without("Sec-WebSocket-Key"))).isEqualTo(426);
    assertThat(status(headers.with("Sec-WebSocket-Extensions", "\""))).isEqualTo(426);
  }

  @ParameterizedTest
  @CsvSource({
    "websocket, true",
    "'h2c, WebSocket', true",
    "h2c, false",
    "'', false",
  })
  void whetherWebSocketIsAskedForIsSeenByUpgradeAlone(String upgrade, boolean asked) {
    RequestHead head = new RequestHead("POST", "*", "HTTP/1.0", Headers.of("Upgrade", upgrade));
    assertThat(ServerHandshake.isUpgrade(head)).isEqualTo(asked);
    assertThat(ServerHandshake.isUpgrade(new RequestHead("GET", "/", "HTTP/1.1", Headers.EMPTY)))
        .isFalse();
  }

  @Test
  void theFirstOfTheClientsListThatIsSpokenIsChosen() {
    ServerHandshake handshake =
        accepted(GOOD.with("Sec-WebSocket-Protocol", "c, b, a"), OriginRule.any());
    assertThat(handshake.choose(List.of("a", "b"))).contains("b");
    assertThat(handshake.choose(Set.of("a"))).contains("a");
    assertThat(handshake.choose(List.of("B", "x"))).isEmpty();
    assertThat(handshake.choose(List.of())).isEmpty();
    assertThat(accepted(GOOD, OriginRule.any()).choose(List.of("a"))).isEmpty();
  }

  @Test
  void whatIsNotChosenIsNotInTheResponse() {
    ServerHandshake handshake =
        accepted(
            GOOD.with("Sec-WebSocket-Protocol", "a").with("Sec-WebSocket-Extensions", "x"),
            OriginRule.any());
    Headers headers = handshake.accept(Optional.empty(), List.of(), Headers.EMPTY).headers();
    assertThat(headers.contains("Sec-WebSocket-Protocol")).isFalse();
    assertThat(headers.contains("Sec-WebSocket-Extensions")).isFalse();
  }

  @Test
  void extensionsAndExtraFieldsComeLast() {
    ServerHandshake handshake =
        accepted(GOOD.with("Sec-WebSocket-Extensions", "x, y; z"), OriginRule.any());
    Headers cookies = Headers.of("Set-Cookie", "a=1", "Set-Cookie", "b=2");
    Headers headers =
        handshake.accept(Optional.empty(), Extension.parse(List.of("y; q=1")), cookies).headers();
    assertThat(headers.fields())
        .endsWith(
            new Headers.Field("Sec-WebSocket-Extensions", "y; q=1"),
            new Headers.Field("Set-Cookie", "a=1"),
            new Headers.Field("Set-Cookie", "b=2"));
  }

  @Test
  void nothingThatWasNotOfferedCanBeAccepted() {
    ServerHandshake handshake =
        accepted(
            GOOD.with("Sec-WebSocket-Protocol", "chat").with("Sec-WebSocket-Extensions", "x"),
            OriginRule.any());
    assertThatThrownBy(() -> handshake.accept(Optional.of("Chat"), List.of(), Headers.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did not offer the subprotocol \"Chat\"");
    List<Extension> other = List.of(new Extension("y", List.of()));
    assertThatThrownBy(() -> handshake.accept(Optional.empty(), other, Headers.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did not offer the extension \"y\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade", "connection", "Sec-WebSocket-Accept", "SEC-WEBSOCKET-PROTOCOL",
        "Sec-WebSocket-Extensions", "sec-websocket-anything", "Content-Length", "Transfer-Encoding"
      })
  void aFieldOfTheHandshakeItselfIsNoExtraField(String name) {
    ServerHandshake handshake = accepted(GOOD, OriginRule.any());
    Headers extra = Headers.of("X", "y", name, "0");
    assertThatThrownBy(() -> handshake.accept(Optional.empty(), List.of(), extra))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void aRefusalIsAResponseWithoutAHandshake() {
    assertThat(Refusal.of(401, "log in").with("WWW-Authenticate", "Basic"))
        .isEqualTo(new Refusal(401, Headers.of("WWW-Authenticate", "Basic"), "log in"));
    assertThatThrownBy(() -> Refusal.of(101, "no")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Refusal.of(600, "no")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Headers replaced(String name, List<String> values) {
    Headers headers = GOOD.without(name);
    for (String value : values) {
      headers = headers.with(name, value);
    }
    return headers;
  }

  private static HandshakeCheck check(Headers headers) {
    return check(new RequestHead("GET", "/chat", "HTTP/1.1", headers));
  }

  private static HandshakeCheck check(RequestHead head) {
    return ServerHandshake.check(head, OriginRule.sameOrigin());
  }

  private static Refusal refused(Headers headers) {
    return (Refusal) check(headers);
  }

  private static Refusal refused(RequestHead head) {
    return (Refusal) check(head);
  }

  private static int status(Headers headers) {
    return check(headers) instanceof Refusal refusal ? refusal.status() : 101;
  }

  private static ServerHandshake accepted(Headers headers, OriginRule origins) {
    return (ServerHandshake)
        ServerHandshake.check(new RequestHead("GET", "/chat", "HTTP/1.1", headers), origins);
  }
}
