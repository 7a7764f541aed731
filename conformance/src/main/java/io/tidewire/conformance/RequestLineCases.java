package io.tidewire.conformance;

import static io.tidewire.conformance.OpeningCases.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The first line of a request: method, target and version (RFC 6455 §4.2.1).
final class RequestLineCases {
  private static final String CLAUSE = "RFC 6455 §4.2.1";

  static final List<Case> ALL = all();

  private RequestLineCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (String method : new String[] {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"}) {
      cases.add(method(method, "The method is not GET"));
    }
    cases.add(method("get", "Methods are told apart by their case"));
    cases.add(method("WEBSOCKET", "No such method"));
    addTargets(cases);
    addVersions(cases);
    return List.copyOf(cases);
  }

  private static Case method(String method, String title) {
    String name = method.equals("get") ? "lower-case" : method.toLowerCase(Locale.ROOT);
    return server(
        "method." + name,
        CLAUSE,
        title + ": " + method,
        Change.start("GET ", method + " "),
        ServerReaction.refuses().orServes());
  }

  // ---- targets

  private static void addTargets(List<Case> cases) {
    cases.add(
        server("target.absolute", CLAUSE, "The target is an absolute URI")
            .step(
                "send a request for the same target as an absolute URI", RequestLineCases::absolute)
            .ends(ServerReaction.opens()));
    cases.add(
        target(
            "query",
            "A query is part of the resource name, and any server may route by it",
            "?a=1&b=%20",
            ServerReaction.opensOr("the query names another resource (RFC 6455 §3)").orServes()));
    cases.add(
        target(
            "fragment",
            "A target has no fragment",
            "#part",
            ServerReaction.refusesOr("RFC 6455 §3 binds the client (MUST NOT)").orRedirects()));
    cases.add(
        server(
            "target.space",
            "RFC 9112 §3",
            "A target has no space",
            Change.start(" HTTP/", " b HTTP/"),
            ServerReaction.refuses().orRedirects()));
    cases.add(
        server(
            "target.missing",
            "RFC 9112 §3",
            "A request has a target",
            new Change("without target", head -> head.startingWith("GET HTTP/1.1")),
            ServerReaction.refuses()));
    cases.add(
        server(
            "target.asterisk",
            "RFC 9112 §3.2.4",
            "The target * is for OPTIONS alone",
            new Change("for *", head -> head.startingWith("GET * HTTP/1.1")),
            ServerReaction.refuses()));
  }

  private static Case target(String id, String title, String end, ServerReaction reaction) {
    return server(
        "target." + id, "RFC 6455 §3", title, Change.start(" HTTP/", end + " HTTP/"), reaction);
  }

  private static void absolute(Dialogue peer) {
    Target target = peer.target();
    String uri = (target.tls() ? "https" : "http") + "://" + target.authority() + target.resource();
    RawHead head = Opening.request(peer).startingWith("GET " + uri + " HTTP/1.1");
    peer.sendBytes(head.encode(), Chop.WHOLE);
  }

  // ---- versions

  private static void addVersions(List<Case> cases) {
    cases.add(version("1.0", "HTTP/1.0", ServerReaction.refuses().orServes()));
    cases.add(
        version(
            "1.2",
            "HTTP/1.2",
            ServerReaction.opensOr("nobody speaks it, though the clause says or higher")));
    cases.add(
        version(
            "2.0",
            "HTTP/2.0",
            ServerReaction.refusesOr("HTTP/2 is not written so, though it is higher than 1.1")));
    cases.add(malformed("no-minor", "HTTP/1"));
    cases.add(malformed("no-dot", "HTTP/11"));
    cases.add(malformed("comma", "HTTP/1,1"));
    cases.add(malformed("lower-case", "http/1.1"));
    cases.add(malformed("other-name", "FTP/1.1"));
  }

  private static Case malformed(String id, String version) {
    return version("malformed." + id, version, ServerReaction.refuses());
  }

  private static Case version(String id, String version, ServerReaction reaction) {
    return server(
        "http." + id,
        CLAUSE,
        "A request says " + version,
        Change.start("HTTP/1.1", version),
        reaction);
  }
}
