package io.tidewire.conformance;

import static io.tidewire.conformance.OpeningCases.server;

import java.util.ArrayList;
import java.util.List;

/// `Host`, `Upgrade`, `Connection` and `Sec-WebSocket-Key` of a request (RFC 6455 §4.2.1).
final class RequestFieldCases {
  private static final String CLAUSE = "RFC 6455 §4.2.1";
  private static final String KEY = "Sec-WebSocket-Key";

  /// What RFC 9112 §3.2 names (MUST), where RFC 6455 §4.2.1 leaves the choice.
  private static final int BAD_REQUEST = 400;

  /// Sixteen bytes, and others.
  private static final String OTHER_KEY = "AAECAwQFBgcICQoLDA0ODw==";

  static final List<Case> ALL = all();

  private RequestFieldCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addHost(cases);
    addUpgrade(cases);
    addConnection(cases);
    addKey(cases);
    return List.copyOf(cases);
  }

  private static void addHost(List<Case> cases) {
    cases.add(refused("host.missing", Change.without("Host")));
    cases.add(
        server(
            "host.twice",
            "RFC 9112 §3.2",
            "Two lines of Host",
            Change.with("Host: other.example"),
            ServerReaction.refuses().with(BAD_REQUEST)));
    cases.add(
        server(
            "host.malformed",
            "RFC 9112 §3.2",
            "A Host that is none",
            Change.value("Host", "a b"),
            ServerReaction.refuses().with(BAD_REQUEST)));
  }

  private static void addUpgrade(List<Case> cases) {
    cases.add(plain("upgrade.missing", Change.without("Upgrade")));
    cases.add(plain("upgrade.other", Change.value("Upgrade", "h2c")));
    cases.add(plain("upgrade.longer", Change.value("Upgrade", "websockets")));
    cases.add(opened("upgrade.case", Change.value("Upgrade", "WebSocket")));
    cases.add(opened("upgrade.upper-case", Change.value("Upgrade", "WEBSOCKET")));
    String why = "the only value is websocket itself in all examples";
    cases.add(opened("upgrade.list", Change.value("Upgrade", "foo, websocket"), why));
    cases.add(opened("upgrade.lines", Change.value("Upgrade", "foo\r\nUpgrade: websocket"), why));
  }

  private static void addConnection(List<Case> cases) {
    cases.add(plain("connection.missing", Change.without("Connection")));
    cases.add(plain("connection.keep-alive", Change.value("Connection", "keep-alive")));
    cases.add(plain("connection.close", Change.value("Connection", "close")));
    cases.add(plain("connection.longer", Change.value("Connection", "Upgraded")));
    cases.add(plain("connection.quoted", Change.value("Connection", "\"Upgrade\"")));
    cases.add(opened("connection.case", Change.value("Connection", "uPGRADE")));
    cases.add(opened("connection.list", Change.value("Connection", "keep-alive, Upgrade")));
    cases.add(opened("connection.list.first", Change.value("Connection", "Upgrade,keep-alive")));
    cases.add(
        opened("connection.list.empty", Change.value("Connection", ", keep-alive,,\tUpgrade ,")));
    cases.add(
        opened(
            "connection.lines", Change.value("Connection", "keep-alive\r\nConnection: Upgrade")));
  }

  private static void addKey(List<Case> cases) {
    cases.add(refused("key.missing", Change.without(KEY)));
    cases.add(
        server(
            "key.twice",
            "RFC 6455 §11.3.1",
            "Two lines of " + KEY,
            Change.with(KEY + ": " + OTHER_KEY),
            ServerReaction.refusesOr("the clause binds the client (MUST NOT)")));
    cases.add(malformedKey("empty", ""));
    cases.add(badKey("8-bytes", "AAECAwQFBgc="));
    cases.add(badKey("15-bytes", "AAECAwQFBgcICQoLDA0O"));
    cases.add(badKey("17-bytes", "AAECAwQFBgcICQoLDA0ODxA="));
    cases.add(badKey("32-bytes", "AAECAwQFBgcICQoLDA0ODwABAgMEBQYHCAkKCwwNDg8="));
    cases.add(malformedKey("unpadded", "AAECAwQFBgcICQoLDA0ODw"));
    cases.add(malformedKey("not-base64", "AAECAwQFBgcICQoLDA0O!w=="));
    cases.add(malformedKey("url-alphabet", "--__AwQFBgcICQoLDA0ODw=="));
    cases.add(
        opened(
            "key.loose-bits",
            Change.value(KEY, "AQIDBAUGBwgJCgsMDQ4PEC=="),
            "some bits stand for nothing, though it is the example of RFC 6455 §4.1"));
  }

  private static Case badKey(String id, String key) {
    return server(
        "key." + id,
        CLAUSE,
        "A key that is not 16 bytes",
        Change.value(KEY, key),
        ServerReaction.refusesOr("a server need not decode it (RFC 6455 §4.2.2)"));
  }

  /// RFC 6455 §4.2.1 names the grammar, so that nobody has to decode anything to see it.
  private static Case malformedKey(String id, String key) {
    return server(
        "key." + id,
        CLAUSE,
        "A key that is not base64, as the grammar of §4.3 has it",
        Change.value(KEY, key),
        ServerReaction.refuses());
  }

  private static Case refused(String id, Change change) {
    return server(id, CLAUSE, "A request " + change.words(), change, ServerReaction.refuses());
  }

  /// Without what asks for WebSocket, it is a request of plain HTTP.
  private static Case plain(String id, Change change) {
    return server(
        id, CLAUSE, "A request " + change.words(), change, ServerReaction.refuses().orServes());
  }

  private static Case opened(String id, Change change) {
    return server(id, CLAUSE, "A request " + change.words(), change, ServerReaction.opens());
  }

  private static Case opened(String id, Change change, String why) {
    return server(id, CLAUSE, "A request " + change.words(), change, ServerReaction.opensOr(why));
  }
}
