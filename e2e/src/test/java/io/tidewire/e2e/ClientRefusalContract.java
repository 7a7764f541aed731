package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidewire.HandshakeException;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What our client shows of a foreign server's refusals: one that answers `/refuse/STATUS` with
/// that status, the field `X-Why: test` and the body `refused with STATUS`.
interface ClientRefusalContract {

  URI uri(String path);

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 503})
  default void aRefusalIsShownWhole(int status) throws Exception {
    HandshakeException refusal =
        catchThrowableOfType(
            HandshakeException.class,
            () -> AgainstOurClient.client().connect(uri("/refuse/" + status)));
    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.headers().first("X-Why")).contains("test");
    assertThat(refusal.body()).isEqualTo("refused with " + status);
    assertThat(refusal).hasMessageContaining(Integer.toString(status));
  }
}
