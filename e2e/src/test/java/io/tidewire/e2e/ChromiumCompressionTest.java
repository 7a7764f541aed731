package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.deflate.CompressionOptions;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A page in Chromium exchanges compressed messages with our server.
@Needs({Tool.NODE, Tool.CHROMIUM})
class ChromiumCompressionTest {
  @AutoClose private static Browser browser;

  private final CompressedTalk talk = new CompressedTalk();

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = new Browser();
  }

  @ParameterizedTest
  @CsvSource({"15, 15, true", "15, 15, false", "9, 9, true", "8, 8, true"})
  void messagesOfAllSizesGoBothWays(int outgoing, int incoming, boolean takeover) throws Exception {
    CompressionOptions options =
        CompressionOptions.DEFAULTS
            .withWindowBits(outgoing, incoming)
            .withTakeover(takeover, takeover);
    try (OurServer server = new OurServer(talk.options(options))) {
      WebSocket ours = connect(server);
      assertThat(CompressedTalk.agreed(ours)).startsWith("permessage-deflate");
      int largest = outgoing == 15 && takeover ? CompressedTalk.LARGEST : 1 << 20;
      talk.exchange(ours, 0, 1, 125, 126, 1024, 65_536, largest);
      ours.abort();
    }
  }

  // To a page that sends back what it gets.
  private static WebSocket connect(OurServer server) {
    Browser.Page page = browser.open(server.uri("http", "/").toString());
    URI uri = server.uri("ws", "/accept");
    page.evaluate(
        "(uri) => { const ws = new WebSocket(uri); ws.binaryType = 'arraybuffer';"
            + " ws.onmessage = ({ data }) => ws.send(data); }",
        uri.toString());
    return server.accepted();
  }
}
