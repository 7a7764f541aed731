package io.tidewire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Headers;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The two exceptions that a user meets.
class ExceptionsTest {
  @Test
  void aClosedExceptionSaysWhy() {
    CloseReason reason = new CloseReason(1001, "bye", CloseReason.By.PEER, "the peer went away");
    ClosedException closed = new ClosedException(reason);
    assertThat(closed.reason()).isEqualTo(reason);
    assertThat(closed).hasMessage("closed with 1001: the peer went away");
  }

  @Test
  void aHandshakeExceptionTellsTheResponse() {
    Headers headers = Headers.of("Allow", "GET");
    HandshakeException refused = new HandshakeException("refused", 405, headers, "GET only");
    assertThat(refused).hasMessage("refused");
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.headers()).isEqualTo(headers);
    assertThat(refused.body()).isEqualTo("GET only");
  }

  @Test
  void aHandshakeExceptionWithoutAResponseHasNone() {
    IOException cause = new IOException("refused");
    HandshakeException failed = new HandshakeException("nobody listens", cause);
    assertThat(failed).hasMessage("nobody listens").hasCause(cause);
    assertThat(failed.status()).isZero();
    assertThat(failed.headers().isEmpty()).isTrue();
    assertThat(failed.body()).isEmpty();
  }
}
