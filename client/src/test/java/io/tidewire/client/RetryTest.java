package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.HandshakeException;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private final Retry retry = new Retry(ReconnectOptions::mayHeal, InstantSource.fixed(NOW));

  private Optional<Duration> afterStatus(int status, Headers headers) {
    return retry.after(new HandshakeException("refused", status, headers, ""));
  }

  private Optional<Duration> afterClose(int code, String text) {
    return retry.after(new CloseReason(code, text, CloseReason.By.PEER, "closed"));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void aStatusThatMayHealIsTriedAgain(int status) {
    assertThat(afterStatus(status, Headers.EMPTY)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 200, 301, 400, 401, 403, 404, 405, 409, 410, 426, 431})
  void anyOtherStatusIsNot(int status) {
    assertThat(afterStatus(status, Headers.of("Retry-After", "1"))).isEmpty();
  }

  @Test
  void noAnswerIsTriedAgain() {
    assertThat(retry.after(new HandshakeException("refused", new IOException("refused"))))
        .contains(Duration.ZERO);
    assertThat(retry.after(new HandshakeException("no answer", null))).contains(Duration.ZERO);
  }

  @Test
  void aCertificateThatIsNotTrustedIsNot() {
    Throwable untrusted = new CertificateRefused("not for this name", null);
    Throwable tls = new SSLHandshakeException("failed", untrusted);
    assertThat(retry.after(new HandshakeException("not trusted", tls))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                             | 0",
        "120                           | 120",
        "Tue, 24 Nov 2026 12:01:30 GMT | 90",
        "Tue, 24 Nov 2026 11:00:00 GMT | 0",
        "-1                            | 0",
        "1.5                           | 0",
        "soon                          | 0",
        "99999999999999999999          | 0",
      })
  void retryAfterIsSecondsOrADate(String value, long seconds) {
    assertThat(afterStatus(503, Headers.of("Retry-After", value)))
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1006, 1011, 1012, 1013, 1014})
  void aCloseThatMayHealIsTriedAgain(int code) {
    assertThat(afterClose(code, "")).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1002, 1003, 1005, 1007, 1008, 1009, 1010, 3000, 3003, 4000, 4999})
  void anyOtherCloseIsNot(int code) {
    assertThat(afterClose(code, "over; retry in 5 ms")).isEmpty();
  }

  @Test
  void theCloseFramesHintIsHeeded() {
    assertThat(afterClose(1001, "the server is shutting down; retry in 2500 ms"))
        .contains(Duration.ofMillis(2500));
  }
}
