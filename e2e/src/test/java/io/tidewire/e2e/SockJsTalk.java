package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.CloseReason;
import tools.jackson.databind.JsonNode;

/// What has to come of a conversation of `talk.mjs`, on any transport.
final class SockJsTalk {
  /// Each way, in order and once each.
  static final int MESSAGES = 10_000;

  private SockJsTalk() {}

  static void wentWell(JsonNode told, String transport, SockJsServer server) {
    assertThat(told.get("transport").asString()).isEqualTo(transport);
    assertThat(told.get("differing")).as("texts that came back changed").isEmpty();
    assertThat(told.get("inOrder").asBoolean()).isTrue();
    assertThat(told.get("closed").get("code").asInt()).isEqualTo(4001);
    assertThat(told.get("closed").get("reason").asString()).isEqualTo("bye");
    assertThat(told.get("again").asString()).isEqualTo("again");
    assertThat(told.get("closing").get("code").asInt()).isEqualTo(3002);
    CloseReason first = server.ended.next();
    assertThat(first.code()).isEqualTo(4001);
    assertThat(first.by()).isEqualTo(CloseReason.By.LOCAL);
    // SockJS has no word for it: the client just goes.
    assertThat(server.ended.next().by()).isNotEqualTo(CloseReason.By.LOCAL);
  }
}
