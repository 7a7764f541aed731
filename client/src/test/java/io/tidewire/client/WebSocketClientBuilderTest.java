package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class WebSocketClientBuilderTest {
  private final WebSocketClientBuilder builder = WebSocketClient.builder();

  @Test
  void theHandshakesOwnFieldsAreNotTheUsers() {
    assertRefused(() -> builder.header("Host", "x"), "Host");
    assertRefused(() -> builder.header("sec-websocket-key", "x"), "ec-");
    assertRefused(() -> builder.header("Upgrade", "x"), "Upgrade");
  }

  @Test
  void aFieldCannotSmuggleInAnother() {
    assertRefused(() -> builder.header("X-A", "b\r\nX-C: d"), "X-A");
    assertRefused(() -> builder.header("X A", "b"), "X A");
    assertRefused(() -> builder.header("Authorization", "b\r\nX-C: d"), "Authorization");
  }

  @Test
  void subprotocolsAreTokensAndDiffer() {
    assertRefused(() -> builder.subprotocols("a b"), "a b");
    assertRefused(() -> builder.subprotocols("a", "a"), "twice");
  }

  @Test
  void numbersHaveTheirBounds() {
    assertRefused(() -> builder.threads(0), "threads");
    assertRefused(() -> builder.maxRedirects(-1), "maxRedirects");
    assertRefused(() -> builder.connectTimeout(Duration.ZERO), "connectTimeout");
    assertRefused(() -> builder.handshakeTimeout(Duration.ofSeconds(-1)), "handshakeTimeout");
  }

  @Test
  void aUserNameForBasicHasNoColon() {
    assertRefused(() -> builder.basicAuth("a:b", "c"), "colon");
  }

  private static void assertRefused(ThrowingCallable call, String mentioned) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(mentioned);
  }
}
