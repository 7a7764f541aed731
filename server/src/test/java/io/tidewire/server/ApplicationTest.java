package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.OriginRule;
import io.tidewire.protocol.RequestHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApplicationTest {
  @Test
  void refusesAHandshakeWhileTheServerDrains() throws Exception {
    Application draining =
        new Application(
            new Routes(List.of()),
            OriginRule.sameOrigin(),
            Hosts.ANY,
            List.of(),
            WebSocketOptions.DEFAULTS,
            Hooks.NONE,
            () -> Optional.of(Duration.ofMillis(4200)));
    Headers headers =
        Headers.of("Host", "x", "Upgrade", "websocket", "Connection", "Upgrade")
            .withAll(Headers.of("Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", RawClient.KEY));
    RequestHead head = new RequestHead("GET", "/echo", "HTTP/1.1", headers);

    assertThatThrownBy(() -> draining.answer(head, new byte[0], new Peer(null, Optional.empty())))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.refusal().status()).isEqualTo(503);
              assertThat(refused.refusal().headers().first("Retry-After")).contains("5");
            });
  }
}
