package io.tidewire.e2e;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The unmodified `sockjs-client` in Node, on each transport that it has there.
@Needs(Tool.NODE)
class SockJsNodeTest {
  @AutoClose private static NodeProcess node;
  @AutoClose private final SockJsServer server = new SockJsServer(List.of());

  @BeforeAll
  static void startNode() throws Exception {
    node = new NodeProcess("sockjs.mjs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "eventsource", "xhr-polling"})
  void eachTransportForced(String transport) {
    String url = server.uri("127.0.0.1", "/talk").toString();
    node.tell(transport, "talk", "url", url, "transport", transport, "count", SockJsTalk.MESSAGES);
    JsonNode answer = node.inbox(transport).next();
    SockJsTalk.wentWell(answer.path("result"), transport, server);
  }
}
