package io.tidewire.server;

import static io.tidewire.server.Servers.ask;
import static io.tidewire.server.Servers.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.OriginRule;
import io.tidewire.server.RawClient.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {
  @Test
  void opensAnEcho() throws Exception {
    try (WebSocketServer server = Servers.echo().start();
        RawClient client = RawClient.connect(server)) {
      Response response = client.upgrade("/echo");

      assertThat(response.line()).isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(response.fields())
          .containsExactlyInAnyOrder(
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Accept: " + RawClient.ACCEPT);
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");
    }
  }

  @Test
  void opensForABlockingHandler() throws Exception {
    WebSocketServerBuilder builder =
        Servers.local()
            .blocking(
                "/chat/{room}",
                ws -> {
                  for (var message : ws.messages()) {
                    ws.send(ws.request().pathParameter("room") + ": " + message.text());
                  }
                });
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/chat/caf%C3%A9");

      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("café: hi");
      assertThat(client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xe8})).frame())
          .isEqualTo("close 1000 ");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void sendsWhatOnOpenSendsAfterThe101() throws Exception {
    WebSocketHandler greeting =
        new WebSocketHandler() {
          @Override
          public void onOpen(WebSocket ws) {
            ws.send("welcome");
          }
        };
    try (WebSocketServer server = Servers.local().route("/", greeting).start();
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/");

      assertThat(client.frame()).isEqualTo("welcome");
    }
  }

  // ---- what the rules refuse

  @Test
  void answersAnUnknownPathWith404() throws Exception {
    assertRefused(ask(Servers.echo(), RawClient.handshake("/other")), 404, "nothing here");
  }

  @Test
  void answersAnotherMethodWith405() throws Exception {
    Response response = ask(Servers.echo(), RawClient.handshake("/echo").replace("GET", "POST"));

    assertRefused(response, 405, "send GET");
    assertThat(response.field("Allow")).contains("GET");
  }

  @Test
  void answersAnotherVersionWith426AndThoseSpoken() throws Exception {
    Response response = ask(Servers.echo(), RawClient.handshake("/echo").replace("13", "99"));

    assertRefused(response, 426, "not spoken");
    assertThat(response.field("Sec-WebSocket-Version")).contains("13, 8, 7");
    assertThat(response.fields()).contains("Connection: Upgrade", "connection: close");
  }

  @ParameterizedTest
  @CsvSource({
    "Host: localhost, X-Host: localhost",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: short",
    "Connection: Upgrade, Connection: keep-alive",
    "/echo HTTP/1.1, /echo HTTP/1.0",
    "/echo HTTP/1.1, /echo%zz HTTP/1.1",
    "Host: localhost, 'Host: localhost\r\nContent-Length: 2'"
  })
  void answersABrokenHandshakeWith400(String good, String broken) throws Exception {
    String request = RawClient.handshake("/echo").replace(good, broken) + "{}";

    Response response = ask(Servers.echo(), request);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body()).hasLineCount(1);
  }

  @Test
  void answersAForeignOriginWith403() throws Exception {
    String request = RawClient.handshake("/echo", "Origin: https://evil.example");

    assertRefused(ask(Servers.echo(), request), 403, "https://evil.example");
    assertRefused(
        ask(Servers.echo().origins(OriginRule.allow(List.of("https://good.example"))), request),
        403,
        "https://evil.example");
  }

  @Test
  void acceptsTheSameOriginAndThoseAllowed() throws Exception {
    assertThat(
            ask(Servers.echo(), RawClient.handshake("/echo", "Origin: http://localhost")).status())
        .isEqualTo(101);
    assertThat(
            ask(
                    Servers.echo().origins(OriginRule.allow(List.of("https://good.example"))),
                    RawClient.handshake("/echo", "Origin: https://good.example"))
                .status())
        .isEqualTo(101);
  }

  // ---- subprotocols

  @ParameterizedTest
  @CsvSource({
    "'b, a', b",
    "'x, a', a",
    "x, ",
  })
  void speaksTheFirstSubprotocolInTheClientsOrder(String offered, String spoken) throws Exception {
    String request = RawClient.handshake("/echo", "Sec-WebSocket-Protocol: " + offered);

    Response response = ask(Servers.echo().subprotocols("a", "b"), request);

    assertThat(response.field("Sec-WebSocket-Protocol").orElse(null)).isEqualTo(spoken);
  }

  @Test
  void speaksARoutesOwnSubprotocolsInPlaceOfTheServers() throws Exception {
    WebSocketServerBuilder builder =
        Servers.local().subprotocols("a").route("/own", Servers.echoHandler(), "b");

    Response response = ask(builder, RawClient.handshake("/own", "Sec-WebSocket-Protocol: a, b"));

    assertThat(response.field("Sec-WebSocket-Protocol")).contains("b");
  }

  @Test
  void needsAHandlerAndAPolicy() {
    assertThatNullPointerException().isThrownBy(() -> Servers.local().route("/", null));
    assertThatNullPointerException().isThrownBy(() -> Servers.local().policy(null));
    assertThatNullPointerException().isThrownBy(() -> Servers.local().http(null));
  }

  @Test
  void showsOpenConnections() throws Exception {
    CompletableFuture<WebSocket> open = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.local().blocking("/", ws -> ws.messages().forEach(message -> open.complete(ws)));
    try (WebSocketServer server = builder.start()) {
      try (RawClient client = RawClient.connect(server)) {
        client.upgrade("/");
        client.send(RawClient.text("here"));

        assertThat(server.connections()).containsExactly(open.get(10, TimeUnit.SECONDS));
      }
      Servers.await(server.connections()::isEmpty);
    }
  }
}
