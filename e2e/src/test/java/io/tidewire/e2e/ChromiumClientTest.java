package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseReason.By;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pages in Chromium against our server, from which they came.
@Needs({Tool.NODE, Tool.CHROMIUM})
class ChromiumClientTest extends AgainstOurServer implements OptionalContracts.CloseWithoutCode {
  @AutoClose private static Browser browser;
  private static final Map<String, Browser.Page> PAGES = new HashMap<>();

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = new Browser();
  }

  @Override
  Peer connect(URI uri, String... subprotocols) {
    ChromiumPeer peer = new ChromiumPeer(page(uri), uri, subprotocols);
    assertThat(peer.first.get("event").asString()).isEqualTo("open");
    return peer;
  }

  @Test
  void itsOfferToCompressIsAccepted() throws Exception {
    try (Conversation talk = open()) {
      assertThat(talk.ours().responseHeaders().first("Sec-WebSocket-Extensions"))
          .contains("permessage-deflate");
    }
  }

  @Test
  @Override
  public void weNoticeWhenTheyVanish() {
    Browser.Page tab = browser.open(pageOf(uri("/")));
    new ChromiumPeer(tab, uri("/accept"));
    WebSocket ours = server.accepted();
    tab.close();
    // Chromium closes a tab's connections in order.
    CloseContract.endsWith(ours, 1001, "", By.PEER);
  }

  /// A page learns nothing of why it was refused, but Chromium's console says it.
  @ParameterizedTest
  @CsvSource({"/nowhere, response code: 404", "/members, HTTP Authentication failed"})
  void aRefusalIsAnErrorInTheConsole(String path, String why) {
    isRefused(page(uri("/")), path, why);
  }

  @Test
  void aPageOfAnotherOriginIsRefused() throws Exception {
    try (OurServer elsewhere = new OurServer()) {
      isRefused(page(elsewhere.uri(scheme, "/")), "/echo", "response code: 403");
    }
  }

  private void isRefused(Browser.Page page, String path, String why) {
    ChromiumPeer peer = new ChromiumPeer(page, uri(path));
    assertThat(NodePeer.event(peer.first)).isEqualTo(new Event.Closed(1006, ""));
    assertThat(page.problems())
        .anyMatch(line -> line.contains(uri(path).toString()) && line.contains(why));
  }

  /// A page of the server that the URI leads to.
  private static Browser.Page page(URI uri) {
    return PAGES.computeIfAbsent(pageOf(uri), browser::open);
  }

  private static String pageOf(URI uri) {
    return uri.resolve("/").toString().replaceFirst("ws", "http");
  }
}
