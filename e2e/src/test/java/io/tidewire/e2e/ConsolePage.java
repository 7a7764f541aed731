package io.tidewire.e2e;

import java.util.List;
import java.util.Map;

/// The console page of `tidewire serve` in Chromium, in the words of a person who uses it.
final class ConsolePage {
  private final Browser.Page page;
  private int linesRead;

  /// @param options of the browser's profile, such as the size of its window
  ConsolePage(Browser browser, String url, Map<String, Object> options) {
    page = browser.open(url, options);
  }

  /// Connects to the path or URL, offering these subprotocols, and waits until that is open.
  void connect(String url, String... subprotocols) {
    tryToConnect(url, subprotocols);
    waitForState("open");
  }

  void tryToConnect(String url, String... subprotocols) {
    page.fill("#url", url);
    page.fill("#subprotocols", String.join(", ", subprotocols));
    page.click("#connect");
  }

  void sendText(String payload) {
    // Typing a mebibyte would take its time.
    page.evaluate("(text) => { document.querySelector('#payload').value = text }", payload);
    page.click("#send-text");
  }

  /// Sends a binary message of random bytes: one of the sizes that the page offers.
  void sendRandom(int size) {
    page.select("#binary-source", "random");
    page.select("#random-size", Integer.toString(size));
    page.click("#send-binary");
  }

  void sendHex(String payload) {
    page.select("#binary-source", "hex");
    page.fill("#payload", payload);
    page.click("#send-binary");
  }

  /// @param code empty for none
  void disconnect(String code, String reason) {
    page.fill("#close-code", code);
    page.fill("#close-reason", reason);
    page.click("#disconnect");
  }

  void measureRoundTrips() {
    page.click("#rtt-toggle");
  }

  void openHandshake() {
    page.click("#handshake summary");
  }

  /// Waits for a row of the log.
  ///
  /// @param direction `in`, `out` or `local`
  /// @param size of the payload in bytes
  /// @return what the row shows of it
  String row(String direction, String opcode, int size) {
    String row =
        "#log .row[data-direction=%s][data-opcode=%s][data-size='%d']"
            .formatted(direction, opcode, size);
    waitFor(row);
    return page.text(row + " .preview");
  }

  /// Waits for the next incoming text message in the log.
  ///
  /// @return what its row shows of it
  String nextLine() {
    String rows = "#log .row[data-direction=in][data-opcode=text] .preview";
    page.waitFor(rows + " >> nth=" + linesRead);
    String nth = "([rows, n]) => document.querySelectorAll(rows)[n].textContent";
    return page.evaluate(nth, new Object[] {rows, linesRead++}).asString();
  }

  void waitForState(String state) {
    waitFor("#state[data-state=" + state + "]");
  }

  void waitFor(String selector) {
    page.waitFor(selector);
  }

  /// Waits until the text of an element has this in it.
  String waitForText(String selector, String part) {
    page.waitFor(selector + ":has-text('" + part + "')");
    return page.text(selector);
  }

  String text(String selector) {
    return page.text(selector);
  }

  String attribute(String selector, String name) {
    return page.evaluate(
            "([s, n]) => document.querySelector(s).getAttribute(n)", new String[] {selector, name})
        .asString();
  }

  /// How many pixels the page is wider than the window.
  int overhang() {
    return page.evaluate("document.documentElement.scrollWidth - innerWidth").asInt();
  }

  /// Takes what the browser's console said as an error or a warning, violations of the content
  /// security policy included.
  List<String> problems() {
    return page.problems();
  }

  void screenshot(String file) {
    page.screenshot(file);
  }

  void close() {
    page.close();
  }
}
