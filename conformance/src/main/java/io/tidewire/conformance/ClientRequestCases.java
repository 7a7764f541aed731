package io.tidewire.conformance;

import java.util.HashSet;
import java.util.List;

/// What a client's request has to hold (RFC 6455 §4.1).
final class ClientRequestCases {
  private static final String CLAUSE = "RFC 6455 §4.1";

  static final List<Case> ALL =
      List.of(
          holds("line", "It is a GET of HTTP/1.1 or higher", ClientRequestCases::line),
          Script.of("opening.request.head", "RFC 9112 §5", "The request's head is in the grammar")
              .clientsOnly()
              .step("the request: its lines are in the grammar", ClientRequestCases::head)
              .closes(),
          script("host", "Host, once, names whom it connects to")
              .step("the request: Host names this host and port", NamedHost::judge)
              .closes(),
          holds(
              "upgrade", "Upgrade includes websocket", head -> token(head, "Upgrade", "websocket")),
          holds(
              "connection",
              "Connection includes Upgrade",
              head -> token(head, "Connection", "upgrade")),
          holds("key", "Sec-WebSocket-Key, once, is 16 bytes in base64", ClientRequestCases::key),
          holds(
              "version",
              "Sec-WebSocket-Version, once, is 13",
              head -> once(head, "Sec-WebSocket-Version", "13")),
          holds(
              "subprotocols",
              "Subprotocols are tokens, none twice",
              ClientRequestCases::subprotocols),
          holds(
              "extensions",
              "Extensions, if any, are in the grammar",
              ClientRequestCases::extensions),
          script("key.fresh", "The key is another one on each connection")
              .step("no earlier connection had the same key", ClientRequestCases::fresh)
              .closes());

  /// RFC 6455 §9.1, with the implied whitespace of RFC 2616 §2.1.
  private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";

  private static final String EXTENSION =
      TOKEN + "(\\s*;\\s*" + TOKEN + "(\\s*=\\s*(" + TOKEN + "|\"" + TOKEN + "\"))?)*";

  private ClientRequestCases() {}

  /// What is wrong in a head; empty where nothing is.
  private interface Check {
    boolean sound(Head request);
  }

  private static Script script(String id, String title) {
    return Script.of("opening.request." + id, CLAUSE, title).clientsOnly();
  }

  private static Case holds(String id, String title, Check check) {
    return script(id, title)
        .step("the request: " + title, client -> judge(client, check.sound(client.head())))
        .closes();
  }

  private static void judge(Dialogue client, boolean sound) {
    if (!sound) {
      Head request = client.head();
      client
          .score()
          .messages(Judgment.failed("the request was " + request.start() + " " + request.fields()));
    }
  }

  private static void head(Dialogue client) {
    List<String> faults = client.head().faults();
    if (!faults.isEmpty()) {
      client.score().messages(Judgment.failed("in the request: " + String.join(", ", faults)));
    }
  }

  private static boolean line(Head request) {
    return request.start().matches("GET \\S+ HTTP/1\\.[1-9]") && !request.target().contains("#");
  }

  private static boolean once(Head request, String name, String pattern) {
    List<String> values = request.all(name);
    return values.size() == 1 && values.getFirst().matches(pattern);
  }

  private static boolean token(Head request, String name, String token) {
    return request.tokens(name).stream().anyMatch(token::equalsIgnoreCase);
  }

  private static boolean key(Head request) {
    return once(request, "Sec-WebSocket-Key", "[A-Za-z0-9+/]{22}==");
  }

  private static boolean subprotocols(Head request) {
    List<String> offered = request.tokens("Sec-WebSocket-Protocol");
    return (!offered.isEmpty() || request.first("Sec-WebSocket-Protocol").isEmpty())
        && offered.stream().allMatch(each -> each.matches(TOKEN))
        && new HashSet<>(offered).size() == offered.size();
  }

  private static boolean extensions(Head request) {
    return request.all("Sec-WebSocket-Extensions").stream()
        .allMatch(value -> value.matches(EXTENSION + "(\\s*,\\s*" + EXTENSION + ")*"));
  }

  private static void fresh(Dialogue client) {
    String key = client.head().first(Dialogue.KEY).orElse("");
    if (client.seenBefore(Dialogue.KEY, key)) {
      client.score().messages(Judgment.failed("the same key as on an earlier connection: " + key));
    }
  }
}
