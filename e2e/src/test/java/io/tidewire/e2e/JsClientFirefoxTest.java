package io.tidewire.e2e;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/// Our JavaScript client in Firefox.
@Needs({Tool.NODE, Tool.NPM, Tool.FIREFOX})
class JsClientFirefoxTest extends JsClientInBrowser {
  @AutoClose private static Browser browser;

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = new Browser(Tool.FIREFOX);
  }

  @Override
  Browser browser() {
    return browser;
  }
}
