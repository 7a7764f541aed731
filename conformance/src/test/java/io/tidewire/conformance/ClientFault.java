package io.tidewire.conformance;

import static io.tidewire.conformance.Verdict.FAILED;
import static io.tidewire.conformance.Verdict.NON_STRICT;

import java.util.List;

/// What a [BrokenClient] does wrong in the opening handshake, and which cases have to notice, no
/// fewer and no more. What it does wrong in frames, it does as a server with the same [Fault].
enum ClientFault {
  NONE(List.of()),
  POSTS(List.of("opening.request.line"), Change.start("GET", "POST")),
  FOLDS_A_LINE(List.of("opening.request.head"), Change.with("X-Folded: a\r\n b")),
  SENDS_A_LINE_WITHOUT_COLON(List.of("opening.request.head"), Change.with("no colon")),
  PUTS_A_SPACE_BEFORE_A_COLON(List.of("opening.request.head"), Change.with("X-Spaced : a")),
  ENDS_A_LINE_WITH_A_LINE_FEED(List.of("opening.request.head"), Change.with("X-A: a\nX-B: b")),
  NAMES_NO_HOST(List.of("opening.request.host"), Change.without("Host")),
  NAMES_NO_PORT(List.of("opening.request.host"), Change.value("Host", "localhost")),
  NAMES_ANOTHER_HOST(List.of("opening.request.host"), host("192.0.2.1")),
  NAMES_A_MALFORMED_HOST(List.of("opening.request.host"), Change.value("Host", "local host")),
  ASKS_FOR_NO_UPGRADE(List.of("opening.request.upgrade"), Change.without("Upgrade")),
  HAS_NO_CONNECTION(
      List.of("opening.request.connection"), Change.value("Connection", "keep-alive")),
  HAS_A_SHORT_KEY(
      List.of("opening.request.key", "opening.request.key.fresh"),
      Change.value("Sec-WebSocket-Key", "AAECAwQFBgc=")),
  REPEATS_ITS_KEY(
      List.of("opening.request.key.fresh"),
      Change.value("Sec-WebSocket-Key", "AAECAwQFBgcICQoLDA0ODw==")),
  SPEAKS_VERSION_12(
      List.of("opening.request.version"), Change.value("Sec-WebSocket-Version", "12")),
  OFFERS_A_SUBPROTOCOL_TWICE(
      List.of("opening.request.subprotocols"), Change.with("Sec-WebSocket-Protocol: a, a")),
  OFFERS_NO_EXTENSION(
      List.of("opening.request.extensions"), Change.with("Sec-WebSocket-Extensions: ;")),
  IGNORES_THE_STATUS(List.of("opening.response.status.*")),
  IGNORES_THE_HTTP_VERSION(List.of("opening.response.http.other")),
  IGNORES_THE_UPGRADE(
      List.of(
          "opening.response.upgrade.missing",
          "opening.response.upgrade.other",
          "opening.response.upgrade.longer",
          "opening.response.upgrade.list")),
  IGNORES_THE_CONNECTION(
      List.of(
          "opening.response.connection.missing",
          "opening.response.connection.other",
          "opening.response.connection.longer")),
  IGNORES_THE_ACCEPT_VALUE(
      List.of(
          "opening.response.accept.missing",
          "opening.response.accept.empty",
          "opening.response.accept.other",
          "opening.response.accept.case")),
  IGNORES_THE_SUBPROTOCOL(List.of("opening.response.subprotocol.*")),
  IGNORES_THE_EXTENSIONS(List.of("opening.response.extension.*")),
  WANTS_THE_ANSWER_FIRST(List.of("opening.response.interim.*"));

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> failed;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Change request;

  ClientFault(List<String> failed) {
    this(failed, Change.NONE);
  }

  ClientFault(List<String> failed, Change request) {
    this.failed = failed;
    this.request = request;
  }

  /// Another host and the right port.
  private static Change host(String other) {
    return new Change(
        "for another host",
        head -> {
          String port = Head.parse(head.encode()).first("Host").orElseThrow().split(":", 2)[1];
          return head.replacing("Host", "Host: " + other + ":" + port);
        });
  }

  /// What it does to its request.
  Change request() {
    return request;
  }

  /// What a case has to say of a client with this fault.
  Verdict expected(Case tried) {
    boolean twice =
        this == IGNORES_THE_ACCEPT_VALUE && tried.id().equals("opening.response.accept.twice");
    boolean http10 =
        this == IGNORES_THE_HTTP_VERSION && tried.id().equals("opening.response.http.1.0");
    if (twice || http10) {
      return NON_STRICT;
    }
    boolean fails = !failed.isEmpty() && Cases.select(Side.CLIENT, failed).contains(tried);
    return fails ? FAILED : Verdict.OK;
  }
}
