package io.tidewire.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The console page of `./tidewire serve` in Chromium.
@Needs({Tool.NODE, Tool.CHROMIUM})
class ConsoleTest {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  @AutoClose private static Browser browser;
  @AutoClose private static TidewireCommand plain;
  @AutoClose private static TidewireCommand secure;
  private static Map<String, String> consoles;

  private ConsolePage page;

  @BeforeAll
  static void start() throws Exception {
    browser = new Browser();
    plain = TidewireCommand.serve();
    secure = TidewireCommand.serve("--tls");
    consoles = Map.of("http", plain.address("console"), "https", secure.address("console"));
  }

  /// Whatever a test does: nothing goes wrong in the page that it did not expect.
  @AfterEach
  void closePage() {
    try {
      assertThat(page.problems()).isEmpty();
    } finally {
      page.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void messagesOfEverySizeComeBack(String scheme) {
    open(scheme);
    page.connect("/echo");
    page.sendText("grüße 🌊");
    assertThat(page.row("in", "text", 12)).isEqualTo("grüße 🌊");
    page.sendHex("de ad be ef");
    assertThat(page.row("in", "binary", 4)).isEqualTo("de ad be ef");
    page.sendText("");
    page.row("in", "text", 0);
    page.sendText(Payloads.text(Payloads.MEBIBYTE));
    page.row("in", "text", Payloads.MEBIBYTE);
    for (int size : new int[] {0, 125, 126, 65_535, 65_536, Payloads.MEBIBYTE}) {
      page.sendRandom(size);
      page.row("in", "binary", size);
    }
  }

  @Test
  void theSubprotocolIsTheFirstThatTheServerSpeaks() {
    open("http");
    page.connect("/echo", "unheard-of", "chat", "echo");
    assertThat(page.text("#subprotocol")).isEqualTo("chat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void theHandshakeIsShownStepByStepWithItsRealValues(String scheme) throws Exception {
    open(scheme);
    page.connect("/echo");
    page.waitFor("#handshake[data-state=verified]");
    String key = page.text("#hs-key");
    byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(UTF_8));
    assertThat(Base64.getDecoder().decode(key)).hasSize(16);
    assertThat(page.text("#hs-guid")).isEqualTo(GUID);
    assertThat(page.text("#hs-sha1")).isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(page.text("#hs-accept")).isEqualTo(Base64.getEncoder().encodeToString(digest));
    assertThat(page.text("#hs-sent")).isEqualTo(page.text("#hs-accept"));
    assertThat(page.text("#hs-match")).contains("✓");
    assertThat(page.text("#hs-request")).startsWith("GET /echo?").contains(key);
    assertThat(page.text("#hs-response")).startsWith("HTTP/1.1 101");
  }

  @ParameterizedTest
  @CsvSource({"1000, '', 2", "3000, done, 6", "4999, grüße 🌊, 14", "'', '', 0"})
  void itClosesWithCodeAndReason(String code, String reason, int size) {
    open("http");
    page.connect("/echo");
    page.disconnect(code, reason);
    page.row("out", "close", size);
    page.waitForState("closed");
    page.waitForText("#notice", code.isEmpty() ? "1005" : code);
  }

  @ParameterizedTest
  @CsvSource({"1000, '', 2", "1001, off, 5", "3000, enough, 8", "4999, grüße 🌊, 14"})
  void itShowsTheCodeAndReasonOfAServerThatCloses(int code, String reason, int size)
      throws Exception {
    open("http");
    try (JavaWebSocketServer server = new JavaWebSocketServer(false).started()) {
      page.connect(server.uri("/").toString());
      server.accepted().close(code, reason);
      page.row("in", "close", size);
      assertThat(page.waitForText("#notice", Integer.toString(code))).contains(reason);
    }
  }

  @Test
  void roundTripsAreMeasuredAndDrawn() {
    open("http");
    page.connect("/echo");
    page.measureRoundTrips();
    page.waitForText("#rtt-last", "ms");
    page.waitFor("#rtt-chart .curve[d^=M]");
    assertThat(page.attribute("#rtt-chart", "aria-label")).contains("median");
  }

  @Test
  void aChatIsSharedAndTheTimeIsPushed() {
    open("http");
    page.connect("/chat/lobby");
    page.sendText("ahoy");
    page.row("in", "text", 4);
    page.disconnect("1000", "");
    page.waitForState("closed");
    page.connect("/time");
    page.waitFor("#log .row[data-direction=in][data-opcode=text]:not([data-size='4'])");
  }

  @Test
  void aServerOfAnotherOriginRefusesThePageWith403() throws Exception {
    open("http");
    try (TidewireCommand other = TidewireCommand.serve()) {
      page.tryToConnect(other.address("echo"));
      page.waitForText("#notice", "403");
      page.row("local", "error", 0);
      assertThat(page.problems()).singleElement().asString().contains("response code: 403");
    }
  }

  @Test
  void aServerThatAllowsThePagesOriginLetsItIn() throws Exception {
    open("http");
    String origin = "http://" + URI.create(consoles.get("http")).getAuthority();
    try (TidewireCommand other = TidewireCommand.serve("--allow-origin", origin)) {
      page.connect(other.address("echo"));
      page.sendText("from elsewhere");
      page.row("in", "text", 14);
    }
  }

  @ParameterizedTest
  @CsvSource({"phone, 360, light", "phone, 360, dark", "desk, 1440, light", "desk, 1440, dark"})
  void inFullUseItFitsTheWidthOfTheWindow(String device, int width, String colours) {
    // On a desk high enough to have the whole log in the picture.
    Map<String, Integer> window = Map.of("width", width, "height", width < 1000 ? 740 : 1250);
    open("http", Map.of("viewport", window, "colorScheme", colours));
    page.connect("/echo", "chat", "echo");
    page.openHandshake();
    page.waitFor("#handshake[data-state=verified]");
    page.measureRoundTrips();
    page.sendText("{\"order\": 4711, \"note\": \"zwölf Boote\"}, and more ".repeat(20));
    page.sendRandom(65_536);
    page.row("in", "binary", 65_536);
    page.waitForText("#rtt-last", "ms");
    page.screenshot("console-%s-%s.png".formatted(device, colours));
    assertThat(page.overhang()).isLessThanOrEqualTo(0);
  }

  private void open(String scheme) {
    open(scheme, Map.of());
  }

  private void open(String scheme, Map<String, Object> options) {
    page = new ConsolePage(browser, consoles.get(scheme), options);
  }
}
