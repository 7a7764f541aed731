package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The unmodified `sockjs-client` in Chromium, on each transport that it has there. What it lacks
/// is for old versions of Internet Explorer: xdr-streaming and xdr-polling, which differ from the
/// xhr transports in the browser alone.
@Needs({Tool.NODE, Tool.CHROMIUM})
class SockJsChromiumTest {
  @AutoClose private static Browser browser;
  @AutoClose private final SockJsServer pages = new SockJsServer(List.of());

  @AutoClose
  private final SockJsServer server =
      new SockJsServer(List.of(pages.uri("localhost", "").toString()));

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = new Browser();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "websocket",
        "xhr-streaming",
        "eventsource",
        "iframe-eventsource",
        "htmlfile",
        "iframe-htmlfile",
        "xhr-polling",
        "iframe-xhr-polling",
        "jsonp-polling"
      })
  void eachTransportForcedInAPageOfTheServersOwn(String transport) {
    talk(server, transport);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "websocket",
        "xhr-streaming",
        "eventsource",
        "iframe-eventsource",
        "iframe-htmlfile",
        "xhr-polling",
        "iframe-xhr-polling"
      })
  void eachTransportForcedInAPageOfAnotherOriginThatIsAllowed(String transport) {
    talk(pages, transport);
  }

  private void talk(SockJsServer from, String transport) {
    Browser.Page page = browser.open(from.uri("localhost", "/").toString());
    page.waitFor("#ready");
    Map<String, Object> how =
        Map.of(
            "url",
            server.uri("localhost", "/talk").toString(),
            "transport",
            transport,
            "count",
            SockJsTalk.MESSAGES);
    SockJsTalk.wentWell(page.evaluate("converse", how), transport, server);
    assertThat(page.problems()).isEmpty();
    page.close();
  }
}
