package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a foreign client shows of our server's refusals.
interface RefusalContract {

  /// The response to a refused handshake; the body is empty where the client does not show it.
  record Refusal(int status, String body) {}

  URI uri(String path);

  /// Tries to connect, and fails unless refused.
  Refusal refused(URI uri, Map<String, String> headers) throws Exception;

  /// Whether the client shows a refusal's body.
  default boolean showsBody() {
    return true;
  }

  @Test
  default void anUnknownPathIs404() throws Exception {
    isRefused(refused(uri("/nowhere"), Map.of()), 404, "nothing here");
  }

  @Test
  default void missingCredentialsAre401() throws Exception {
    isRefused(refused(uri("/members"), Map.of()), 401, "Members only: send your token.");
  }

  @Test
  default void aForeignOriginIs403() throws Exception {
    isRefused(
        refused(uri("/echo"), Map.of("Origin", "https://elsewhere.example")),
        403,
        "elsewhere.example");
  }

  private void isRefused(Refusal refusal, int status, String inBody) {
    assertThat(refusal.status()).isEqualTo(status);
    if (showsBody()) {
      assertThat(refusal.body()).contains(inBody);
    }
  }
}
