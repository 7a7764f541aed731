package io.tidewire.e2e;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Our JavaScript client in pages of a browser, each of which comes the way that the client takes.
abstract class JsClientInBrowser extends JsClientContract {
  private static final String SCENARIO =
      "async ({ scenario, arg }) => (await import('/js/test/scenarios.mjs'))[scenario](arg)";

  abstract Browser browser();

  @Override
  JsonNode run(int port, String scenario, Map<String, Object> arguments) {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("url", "/echo");
    Browser.Page page = browser().open("http://127.0.0.1:" + port + "/");
    JsonNode result = page.evaluate(SCENARIO, Map.of("scenario", scenario, "arg", all));
    page.close();
    return result;
  }
}
