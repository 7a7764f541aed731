package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.Headers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedHandshakesTest {
  private Instant now = Instant.EPOCH;
  private final RecordedHandshakes handshakes = new RecordedHandshakes(() -> now);
  private final HandshakeRecord handshake =
      new HandshakeRecord(Peers.request("/echo", Map.of(), Map.of()), Headers.EMPTY);

  @Test
  void keepsHandshakesForMinute() {
    handshakes.keep("a", handshake);
    now = now.plusSeconds(60);
    assertThat(handshakes.find("a")).contains(handshake);
    now = now.plusNanos(1);
    assertThat(handshakes.find("a")).isEmpty();
    assertThat(handshakes.answer("a").status()).isEqualTo(404);
  }

  @Test
  void forgetsTheOldestWhenThereAreTooMany() {
    for (int i = 0; i <= RecordedHandshakes.CAPACITY; i++) {
      handshakes.keep("t" + i, handshake);
    }
    assertThat(handshakes.find("t0")).isEmpty();
    assertThat(handshakes.find("t1")).isPresent();
    assertThat(handshakes.find("t" + RecordedHandshakes.CAPACITY)).isPresent();
  }

  @Test
  void writesJson() {
    Headers response = Headers.of("Set-Cookie", "id=secret", "X-B", "a\\b");
    HandshakeRecord record =
        new HandshakeRecord(Peers.request("/a b", Map.of(), Map.of("q", List.of("1"))), response);
    assertThat(record.toJson())
        .isEqualTo(
            "{\"requestLine\":\"GET /a%20b?q=1 HTTP/1.1\",\"request\":[],\"status\":101,"
                + "\"response\":[[\"Set-Cookie\",\"(hidden)\"],[\"X-B\",\"a\\\\b\"]]}");
  }

  @Test
  void escapesWhatJsonStringsCannotHold() {
    Headers response = Headers.of("X-B", "a\"b\tc\u0001é");
    assertThat(new HandshakeRecord(Peers.request("/", Map.of(), Map.of()), response).toJson())
        .endsWith("[[\"X-B\",\"a\\\"b\\tc\\u0001é\"]]}");
  }
}
