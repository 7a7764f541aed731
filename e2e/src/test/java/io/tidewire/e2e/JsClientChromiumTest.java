package io.tidewire.e2e;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/// Our JavaScript client in Chromium.
@Needs({Tool.NODE, Tool.NPM, Tool.CHROMIUM})
class JsClientChromiumTest extends JsClientInBrowser {
  @AutoClose private static Browser browser;

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = new Browser(Tool.CHROMIUM);
  }

  @Override
  Browser browser() {
    return browser;
  }
}
