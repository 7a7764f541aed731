package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.ClientHandshake.Rejected;
import io.tidewire.protocol.Headers.Field;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Heads as an attacker writes them: whatever they hold, there is an answer, and it is short.
class HostileHandshakeTest {
  private static final List<String> NAMES =
      List.of(
          "Host",
          "Upgrade",
          "Connection",
          "Origin",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version",
          "Sec-WebSocket-Accept",
          "Sec-WebSocket-Protocol",
          "Sec-WebSocket-Extensions",
          "Sec-WebSocket-Origin",
          "Content-Length");
  private static final List<String> PIECES =
      List.of(
          "websocket",
          "upgrade",
          "13",
          "8",
          "http://",
          "[::1]",
          ":80",
          "a",
          ",",
          ";",
          "=",
          "\"",
          "\\",
          " ",
          "\t",
          "\u00ff",
          "\u0001",
          "AAAAAAAAAAAAAAAAAAAAAA==",
          "null",
          "0");
  private static final Headers GOOD =
      Headers.of(
          "Host", "a",
          "Upgrade", "websocket",
          "Connection", "upgrade",
          "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==",
          "Sec-WebSocket-Accept", "ICX+Yqv66kxgM0FcWaLWlFLwTAI=",
          "Sec-WebSocket-Version", "13");

  private final Random random = new Random(3);

  @Test
  void everyRequestIsAnswered() {
    int accepted = 0;
    for (int i = 0; i < 50_000; i++) {
      RequestHead head = new RequestHead(rarely("GET"), rarely("/"), rarely("HTTP/1.1"), headers());
      accepted += isAccepted(head) ? 1 : 0;
    }
    assertThat(accepted).isBetween(1_000, 49_000);
  }

  @Test
  void everyResponseIsJudged() {
    ClientHandshake handshake =
        new ClientHandshake(
            URI.create("ws://a"),
            List.of("a", "websocket"),
            List.of(new Extension("a", List.of())),
            Headers.EMPTY,
            new byte[16]);
    int accepted = 0;
    for (int i = 0; i < 50_000; i++) {
      accepted += isAccepted(handshake, new ResponseHead(101, headers())) ? 1 : 0;
    }
    assertThat(accepted).isBetween(1_000, 49_000);
  }

  @Test
  void headsOfAMegabyteAreAnsweredBriefly() {
    for (String name : NAMES) {
      for (String piece : PIECES) {
        Headers headers = GOOD.without(name).with(name, piece.repeat((1 << 20) / piece.length()));
        isAccepted(new RequestHead("GET", "/", "HTTP/1.1", headers));
      }
    }
    String long1 = "x".repeat(1 << 20);
    assertThat(isAccepted(new RequestHead(long1, "/", "HTTP/1.1", GOOD))).isFalse();
    assertThat(isAccepted(new RequestHead("GET", long1, "HTTP/1.1", GOOD))).isFalse();
    assertThat(isAccepted(new RequestHead("GET", "/", long1, GOOD))).isFalse();
  }

  @Test
  void aHundredThousandFieldsAreAnswered() {
    List<Field> fields = new ArrayList<>(GOOD.fields());
    IntStream.range(0, 100_000)
        .forEach(i -> fields.add(new Field("Sec-WebSocket-Protocol", "p" + i)));
    assertThat(isAccepted(new RequestHead("GET", "/", "HTTP/1.1", Headers.copyOf(fields))))
        .isTrue();
  }

  private static boolean isAccepted(RequestHead head) {
    return switch (ServerHandshake.check(head, OriginRule.sameOrigin())) {
      case ServerHandshake handshake -> true;
      case Refusal refusal -> {
        assertThat(refusal.line()).matches("[ -~]{20,350}");
        yield false;
      }
    };
  }

  private static boolean isAccepted(ClientHandshake handshake, ResponseHead response) {
    if (handshake.verify(response) instanceof Rejected(String reason)) {
      assertThat(reason).matches("[ -~]{10,350}");
      return false;
    }
    return true;
  }

  /// A good head in which a field or two are missing, repeated or broken.
  private Headers headers() {
    Headers headers = GOOD;
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      String name = any(NAMES);
      headers = random.nextBoolean() ? headers.without(name) : headers;
      headers = random.nextInt(4) > 0 ? headers.with(name, garbage()) : headers;
    }
    return headers;
  }

  private String rarely(String usual) {
    return random.nextInt(50) == 0 ? garbage() : usual;
  }

  private String garbage() {
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
      text.append(any(PIECES));
    }
    return text.toString();
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
