package io.tidewire.e2e;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import tools.jackson.databind.JsonNode;

/// Our JavaScript client in Node.
@Needs({Tool.NODE, Tool.NPM})
class JsClientNodeTest extends JsClientContract {
  @AutoClose private static NodeProcess node;
  private static int runs;

  @BeforeAll
  static void startNode() throws Exception {
    node = new NodeProcess("client.mjs");
  }

  @Override
  JsonNode run(int port, String scenario, Map<String, Object> arguments) {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("url", "ws://127.0.0.1:" + port + "/echo");
    return ask(node, "run" + ++runs, "run", "scenario", scenario, "arg", all);
  }
}
