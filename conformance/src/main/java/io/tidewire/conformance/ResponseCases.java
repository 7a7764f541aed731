package io.tidewire.conformance;

import static io.tidewire.conformance.OpeningCases.client;
import static io.tidewire.conformance.OpeningCases.clientOpens;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a client makes of the answer to its request (RFC 6455 §4.1).
final class ResponseCases {
  private static final String CLAUSE = "RFC 6455 §4.1";
  private static final String ACCEPT = "Sec-WebSocket-Accept";
  private static final String PROTOCOL = "Sec-WebSocket-Protocol: ";
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions: ";

  static final List<Case> ALL = all();

  private ResponseCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addStatus(cases);
    addUpgrade(cases);
    addConnection(cases);
    addAccept(cases);
    addNegotiation(cases);
    return List.copyOf(cases);
  }

  // ---- the status

  private static void addStatus(List<Case> cases) {
    for (int status : new int[] {200, 204, 400, 401, 403, 404, 426, 500, 503}) {
      cases.add(status(status, "Content-Length: 0"));
    }
    // To follow is allowed (RFC 6455 §4.1), and leads away from this connection.
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      cases.add(status(status, "Location: /getCaseCount\r\nContent-Length: 0"));
    }
    cases.add(first("interim.100", "HTTP/1.1 100 Continue"));
    cases.add(first("interim.103", "HTTP/1.1 103 Early Hints\r\nLink: </a>"));
    cases.add(opens("reason.none", Change.start("Switching Protocols", "")));
    cases.add(opens("reason.other", Change.start("Switching Protocols", "Web Socket, please")));
    cases.add(
        client(
            "response.http.1.0",
            CLAUSE,
            "A 101 of HTTP/1.0",
            Change.start("HTTP/1.1", "HTTP/1.0"),
            ClientReaction.refusesOr(
                "HTTP/1.0 has no 1xx (RFC 2616 §10.1), yet no clause says to look at the version")));
    cases.add(refuses("http.other", Change.start("HTTP/1.1", "ICY/1.1")));
    cases.add(refuses("status.none", Change.start(" 101", "")));
    cases.add(refuses("status.four-digits", Change.start("101", "1010")));
  }

  /// The other headers stay as they would be in a 101, which must not help.
  private static Case status(int status, String line) {
    Change change = Change.start("101 Switching Protocols", status + " Not So");
    return client(
        "response.status." + status,
        CLAUSE,
        status + " where 101 is asked for",
        change.and(Change.with(line + "\r\nConnection: close")),
        ClientReaction.refuses());
  }

  /// RFC 9110 §15.2: a client must be able to parse interim responses before the final one.
  private static Case first(String id, String head) {
    return client("response." + id, "RFC 9110 §15.2", "An interim response comes first")
        .step(
            "answer " + head,
            peer -> peer.sendBytes(new RawHead(head, List.of()).encode(), Chop.WHOLE))
        .respond(Change.NONE)
        .echo(Frame.text("opened"))
        .closes();
  }

  // ---- Upgrade, Connection, Sec-WebSocket-Accept

  private static void addUpgrade(List<Case> cases) {
    cases.add(refuses("upgrade.missing", Change.without("Upgrade")));
    cases.add(refuses("upgrade.other", Change.value("Upgrade", "h2c")));
    cases.add(refuses("upgrade.longer", Change.value("Upgrade", "websockets")));
    cases.add(refuses("upgrade.list", Change.value("Upgrade", "websocket, h2c")));
    cases.add(opens("upgrade.case", Change.value("Upgrade", "WebSocket")));
  }

  private static void addConnection(List<Case> cases) {
    cases.add(refuses("connection.missing", Change.without("Connection")));
    cases.add(refuses("connection.other", Change.value("Connection", "close")));
    cases.add(refuses("connection.longer", Change.value("Connection", "Upgraded")));
    cases.add(opens("connection.case", Change.value("Connection", "uPGRADE")));
    cases.add(opens("connection.list", Change.value("Connection", "keep-alive, Upgrade")));
    cases.add(
        opens("connection.lines", Change.value("Connection", "keep-alive\r\nConnection: Upgrade")));
  }

  private static void addAccept(List<Case> cases) {
    cases.add(refuses("accept.missing", Change.without(ACCEPT)));
    cases.add(refuses("accept.empty", Change.value(ACCEPT, "")));
    cases.add(refuses("accept.other", Change.value(ACCEPT, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")));
    cases.add(
        refuses(
            "accept.case",
            new Change("with the accept value in lower case", ResponseCases::lowerCase)));
    cases.add(
        opens(
            "accept.spaces",
            new Change("with spaces around the accept value", ResponseCases::spaced)));
    cases.add(
        client(
            "response.accept.twice",
            "RFC 6455 §11.3.3",
            "Two lines of " + ACCEPT + ", the first one right",
            Change.with(ACCEPT + ": s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            ClientReaction.refusesOr("the clause binds the server (MUST NOT)")));
  }

  private static RawHead lowerCase(RawHead head) {
    return head.replacing(ACCEPT, ACCEPT + ": " + accept(head).toLowerCase(Locale.ROOT));
  }

  private static RawHead spaced(RawHead head) {
    return head.replacing(ACCEPT, ACCEPT + ":\t " + accept(head) + " \t");
  }

  private static String accept(RawHead head) {
    return Head.parse(head.encode()).first(ACCEPT).orElseThrow();
  }

  // ---- subprotocols and extensions

  private static void addNegotiation(List<Case> cases) {
    cases.add(refuses("subprotocol.unoffered", Change.with(PROTOCOL + "unoffered.example")));
    cases.add(
        refuses("subprotocol.several", Change.with(PROTOCOL + "unoffered.example, other.example")));
    cases.add(refuses("subprotocol.empty", Change.with(PROTOCOL)));
    cases.add(refuses("extension.unoffered", Change.with(EXTENSIONS + "x-unoffered")));
    cases.add(
        refuses(
            "extension.unoffered.parameters",
            Change.with(EXTENSIONS + "x-unoffered; a=1; b=\"c\"")));
    cases.add(
        refuses(
            "extension.unoffered.lines",
            Change.with(EXTENSIONS + "x-unoffered\r\n" + EXTENSIONS + "y-unoffered")));
    cases.add(refuses("extension.malformed", Change.with(EXTENSIONS + "x; =1")));
  }

  private static Case refuses(String id, Change change) {
    return client(
        "response." + id, CLAUSE, "An answer " + change.words(), change, ClientReaction.refuses());
  }

  private static Case opens(String id, Change change) {
    return clientOpens("response." + id, CLAUSE, "An answer " + change.words(), change);
  }
}
