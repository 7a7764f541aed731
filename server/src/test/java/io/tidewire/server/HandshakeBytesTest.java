package io.tidewire.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.Connections;
import io.tidewire.connection.EventLoops;
import io.tidewire.connection.Wire;
import io.tidewire.protocol.OriginRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Where the handshake ends and the frames begin.
class HandshakeBytesTest {
  @Test
  void losesNothingThatComesGluedBehindTheHandshake() throws Exception {
    byte[] glued =
        RawClient.join(
            RawClient.handshake("/echo").getBytes(US_ASCII),
            RawClient.text("one"),
            RawClient.text("two"));
    for (int cut = glued.length - 20; cut <= glued.length; cut++) {
      try (WebSocketServer server = Servers.echo().start();
          RawClient client = RawClient.connect(server)) {
        client.send(Arrays.copyOf(glued, cut));
        client.send(Arrays.copyOfRange(glued, cut, glued.length));

        assertThat(client.head().status()).isEqualTo(101);
        assertThat(client.frame()).isEqualTo("one");
        assertThat(client.frame()).isEqualTo("two");
      }
    }
  }

  @Test
  void losesNothingThatComesWhileThePolicyDecides() throws Exception {
    CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
    CompletableFuture<HandshakeRequest> asked = new CompletableFuture<>();
    WebSocketServerBuilder builder =
        Servers.echo()
            .policyAsync(request -> {
              asked.complete(request);
              return decision;
            });
    try (WebSocketServer server = builder.start();
        RawClient client = RawClient.connect(server)) {
      client.send(
          RawClient.join(
              RawClient.handshake("/echo").getBytes(US_ASCII),
              // Glued, and what looks like HTTP to a parser that goes on.
              RawClient.text("GET / HTTP/1.1\r\n\r\n")));
      asked.get(10, TimeUnit.SECONDS);
      for (int i = 0; i < 2_000; i++) {
        client.send(RawClient.text("later " + i));
      }
      decision.complete(HandshakeDecision.accept());

      assertThat(client.head().status()).isEqualTo(101);
      assertThat(client.frame()).isEqualTo("GET / HTTP/1.1\r\n\r\n");
      for (int i = 0; i < 2_000; i++) {
        assertThat(client.frame()).isEqualTo("later " + i);
      }
    }
  }

  @Test
  void readsTheHandshakeAtEverySplit() throws Exception {
    String request = RawClient.handshake("/echo");
    try (WebSocketServer server = Servers.echo().start()) {
      for (int cut = 1; cut < request.length(); cut++) {
        try (RawClient client = RawClient.connect(server)) {
          client.send(request.substring(0, cut)).send(request.substring(cut));
          assertThat(client.head().status()).isEqualTo(101);
        }
      }
    }
  }

  @Test
  void leavesNothingOfHttpInTheWay() throws Exception {
    CompletableFuture<Channel> upgraded = new CompletableFuture<>();
    Opening opening =
        (wire, agreed) -> {
          upgraded.complete(((Wire.OfChannel) wire).channel());
          return Connections.open(wire, agreed, Servers.echoHandler());
        };
    Route route = new Route(RoutePattern.parse("/"), opening, List.of());
    OpenConnections connections = new OpenConnections();
    Application application =
        new Application(
            new Routes(List.of(route)),
            OriginRule.sameOrigin(),
            Hosts.ANY,
            List.of(),
            WebSocketOptions.DEFAULTS,
            Hooks.NONE,
            Optional::empty);
    try (WebSocketServer server =
            WebSocketServer.start(
                EventLoops.shared(),
                List.of(Listener.tcp("127.0.0.1", 0)),
                Service.of(ServerLimits.DEFAULTS, TrustedProxies.NONE, application, connections));
        RawClient client = RawClient.connect(server)) {
      client.upgrade("/");
      assertThat(client.send(RawClient.text("hi")).frame()).isEqualTo("hi");

      assertThat(upgraded.join().pipeline().toMap()).hasSize(1);
      assertThat(upgraded.join().config().isAutoRead()).isTrue();
    }
  }

  @Test
  void doesNotReadFramesBehindARefusedHandshakeAsRequests() throws Exception {
    String smuggled = RawClient.get("/echo");
    try (WebSocketServer server = Servers.echo().start();
        RawClient client = RawClient.connect(server)) {
      client.send(RawClient.handshake("/other") + smuggled + smuggled);

      assertThat(client.response().status()).isEqualTo(404);
      assertThat(client.rest()).isEmpty();
    }
  }
}
