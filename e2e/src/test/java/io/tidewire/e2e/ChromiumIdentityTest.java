package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.HandshakeRequest;
import io.tidewire.protocol.Headers;
import io.tidewire.server.HandshakeDecision;
import io.tidewire.server.HttpRequest;
import io.tidewire.server.HttpResponse;
import io.tidewire.server.Tickets;
import io.tidewire.server.WebSocketServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// How pages prove who their user is, as `docs/authentication.md` has it: with a session cookie, or
/// with tickets, since a page can set no field on a handshake.
@Needs({Tool.NODE, Tool.CHROMIUM})
class ChromiumIdentityTest {
  private static final String FETCH_TICKET =
      """
      fetch("/ticket", {
        method: "POST", headers: { Authorization: "Bearer ada's" },
      }).then((response) => response.text())
      """;

  // What a page sees of a WebSocket until it closes.
  private static final String OPEN =
      """
      ([url, protocols]) => new Promise((resolve) => {
        const ws = new WebSocket(url, protocols);
        const seen = { opened: false, messages: [] };
        ws.onopen = () => Object.assign(seen, { opened: true, protocol: ws.protocol });
        ws.onmessage = (event) => seen.messages.push(event.data);
        ws.onclose = (event) => resolve({ ...seen, code: event.code });
      })
      """;

  private static Browser browser;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Tickets tickets = new Tickets(now::get);
  private final Events<String> refused = new Events<>();

  @AutoClose private final WebSocketServer server = start();
  @AutoClose private final WebSocketServer elsewhere = start();

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = new Browser();
  }

  @AfterAll
  static void stopBrowser() throws Exception {
    browser.close();
  }

  private WebSocketServer start() {
    return WebSocketServer.builder()
        .host("127.0.0.1")
        .port(0)
        .blocking("/feed", ws -> ws.send("hello " + ws.attributes().get("user")), "chat")
        .blocking("/inbox", ws -> ws.send("hello " + ws.attributes().get("user")))
        .http(this::page)
        .policy(request ->
            request.path().equals("/feed") ? tickets.decide(request) : bySession(request))
        .onRefused((request, response) ->
            refused.add(response.status() + " " + request.cookie("session").orElse("no cookie")))
        .start();
  }

  private HttpResponse page(HttpRequest request) {
    return switch (request.path()) {
      case "/" ->
          HttpResponse.of(
              200,
              Headers.of(
                  "Content-Type", "text/html",
                  "Set-Cookie", "session=ada; HttpOnly; SameSite=Strict"),
              "<title>page</title>".getBytes(StandardCharsets.US_ASCII));
      case "/ticket" ->
          request.headers().first("Authorization").equals(Optional.of("Bearer ada's"))
              ? HttpResponse.text(200, tickets.issue("ada")).with("Cache-Control", "no-store")
              : HttpResponse.text(401, "sign in first\n");
      default -> HttpResponse.NONE;
    };
  }

  private static HandshakeDecision bySession(HandshakeRequest request) {
    return request
        .cookie("session")
        .<HandshakeDecision>map(user -> HandshakeDecision.accept().attribute("user", user))
        .orElseGet(() -> HandshakeDecision.refuse(401, "sign in first"));
  }

  private static Browser.Page pageOf(WebSocketServer server) {
    return browser.open("http://localhost:" + server.port() + "/");
  }

  private JsonNode open(Browser.Page page, String target, String... protocols) {
    String url = "ws://localhost:" + server.port() + target;
    return page.evaluate(OPEN, List.of(url, protocols));
  }

  private static void assertGreeted(JsonNode seen, String protocol) {
    assertThat(seen.get("messages").get(0).asString()).isEqualTo("hello ada");
    assertThat(seen.get("protocol").asString()).isEqualTo(protocol);
    assertThat(seen.get("code").asInt()).isEqualTo(1000);
  }

  // Before the upgrade: the page never saw it open.
  private void assertRefused(JsonNode seen, String expected) {
    assertThat(seen.get("opened").asBoolean()).isFalse();
    assertThat(seen.get("code").asInt()).isEqualTo(1006);
    assertThat(refused.next()).isEqualTo(expected);
  }

  // ---- tickets

  @Test
  void aTicketInTheAddressOpensTheFeedAndIsSpentThen() {
    Browser.Page page = pageOf(server);
    String target = "/feed?ticket=" + page.evaluate(FETCH_TICKET).asString();
    assertGreeted(open(page, target), "");
    assertRefused(open(page, target), "401 ada");
  }

  @Test
  void aTicketAmongTheSubprotocolsDoesToo() {
    Browser.Page page = pageOf(server);
    String ticket = "ticket." + page.evaluate(FETCH_TICKET).asString();
    assertGreeted(open(page, "/feed", "chat", ticket), "chat");
    assertRefused(open(page, "/feed", "chat", ticket), "401 ada");
  }

  @Test
  void aTicketThatHasRunOutIsRefused() {
    Browser.Page page = pageOf(server);
    String ticket = page.evaluate(FETCH_TICKET).asString();
    now.updateAndGet(time -> time.plus(Duration.ofSeconds(31)));
    assertRefused(open(page, "/feed?ticket=" + ticket), "401 ada");
  }

  // ---- cookies

  @Test
  void aPageOfOurOwnIsKnownByItsCookie() {
    assertGreeted(open(pageOf(server), "/inbox"), "");
  }

  /// The browser sends the visitor's cookie with it, as another port is the same site to it: only
  /// the origin tells the two apart.
  @Test
  void aForeignPageIsRefusedThoughItsVisitorsCookieComesAlong() {
    Browser.Page foreign = pageOf(elsewhere);
    assertRefused(open(foreign, "/inbox"), "403 ada");
    assertThat(foreign.problems()).anyMatch(line -> line.contains("response code: 403"));
  }
}
