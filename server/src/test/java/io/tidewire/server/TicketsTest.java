package io.tidewire.server;

import static io.tidewire.server.Servers.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.server.RawClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// The pattern for browsers that `docs/authentication.md` shows.
class TicketsTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Tickets tickets = new Tickets(now::get);

  @AutoClose
  private final WebSocketServer server =
      Servers.local()
          .blocking(
              "/feed",
              ws -> ws.send("hello " + ws.attributes().get("user") + ws.subprotocol().orElse("")),
              "chat")
          .http(this::ticket)
          .policy(tickets::decide)
          .start();

  private HttpResponse ticket(HttpRequest request) {
    if (!request.path().equals("/ticket")) {
      return HttpResponse.NONE;
    }
    return request.headers().first("Authorization").equals(Optional.of("Bearer ada's"))
        ? HttpResponse.text(200, tickets.issue("ada")).with("Cache-Control", "no-store")
        : HttpResponse.text(401, "sign in\n");
  }

  private Response ask(String request) throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      return client.send(request).response();
    }
  }

  private String fetchTicket() throws IOException {
    String request = RawClient.get("/ticket", "Authorization: Bearer ada's");
    Response response = ask(request.replaceFirst("GET", "POST"));
    assertThat(response.status()).isEqualTo(200);
    return response.body();
  }

  private String greeting(String target, String... fields) throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      client.upgrade(target, fields);
      return client.frame();
    }
  }

  @Test
  void aTicketInTheQueryOpensTheFeedForItsUser() throws IOException {
    assertThat(greeting("/feed?ticket=" + fetchTicket())).isEqualTo("hello ada");
  }

  @Test
  void aTicketAmongTheSubprotocolsDoesToo() throws IOException {
    String offered = "Sec-WebSocket-Protocol: chat, ticket." + fetchTicket();

    assertThat(greeting("/feed", offered)).isEqualTo("hello adachat");
  }

  @Test
  void theTicketIsNotWhatIsAgreedOn() throws IOException {
    try (RawClient client = RawClient.connect(server)) {
      Response response =
          client.upgrade("/feed", "Sec-WebSocket-Protocol: ticket." + fetchTicket() + ", chat");
      assertThat(response.field("Sec-WebSocket-Protocol")).contains("chat");
    }
  }

  @Test
  void aTicketIsGoodForOneHandshake() throws IOException {
    String target = "/feed?ticket=" + fetchTicket();
    greeting(target);

    assertRefused(ask(RawClient.handshake(target)), 401, "get a ticket first");
  }

  @Test
  void aTicketIsGoodForThirtySeconds() throws IOException {
    String target = "/feed?ticket=" + fetchTicket();
    now.updateAndGet(time -> time.plus(Duration.ofSeconds(31)));

    assertRefused(ask(RawClient.handshake(target)), 401, "get a ticket first");
  }

  @Test
  void withoutATicketNobodyComesIn() throws IOException {
    assertRefused(ask(RawClient.handshake("/feed")), 401, "get a ticket first");
    assertRefused(ask(RawClient.handshake("/feed?ticket=guessed")), 401, "get a ticket first");
  }
}
