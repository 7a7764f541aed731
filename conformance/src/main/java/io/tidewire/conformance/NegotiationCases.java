package io.tidewire.conformance;

import static io.tidewire.conformance.OpeningCases.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a server makes of subprotocols and extensions that a client offers (RFC 6455 §4.2.2, §9.1).
final class NegotiationCases {
  private static final String PROTOCOL = "Sec-WebSocket-Protocol";
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private static final String NO_ELEMENT = "elsewhere in HTTP an empty list is none";

  static final List<Case> ALL = all();

  private NegotiationCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addSubprotocols(cases);
    addExtensions(cases);
    return List.copyOf(cases);
  }

  // ---- subprotocols

  private static void addSubprotocols(List<Case> cases) {
    cases.add(offer("unknown", "unknown.example"));
    cases.add(offer("several", "unknown.example, chat, echo"));
    cases.add(offer("case", "ECHO, Echo, echo"));
    cases.add(offer("lines", "unknown.example\r\n" + PROTOCOL + ": echo, chat"));
    cases.add(offer("empty-elements", ", unknown.example,,\techo ,"));
    cases.add(offer("odd-tokens", "!#$%&'*+-.^_`|~, 0, v1.echo"));
    cases.add(
        offer(
            "many",
            IntStream.range(0, 200).mapToObj(i -> "p" + i).collect(Collectors.joining(","))));
    cases.add(
        doubtful(
            "twice",
            "chat, chat",
            "RFC 6455 §4.1",
            "a server has to parse a part of the handshake only (§4.2.1)"));
    cases.add(malformed("space", "a b"));
    cases.add(malformed("slash", "a/b"));
    cases.add(malformed("at", "a@b"));
    cases.add(malformed("quote", "\"a\""));
    cases.add(malformed("semicolon", "a;b=1"));
    cases.add(malformed("not-ascii", "\u00e9"));
    cases.add(doubtful("empty", "", "RFC 6455 §4.3", NO_ELEMENT));
    cases.add(doubtful("commas", ", ,", "RFC 6455 §4.3", NO_ELEMENT));
  }

  private static Case offer(String id, String value) {
    return server("subprotocol." + id, "RFC 6455 §4.2.2", "Subprotocols are offered: one, or none")
        .request(Change.with(PROTOCOL + ": " + value))
        .step(
            "the server opens the connection, then closes (refusing it is tolerated)",
            ServerReaction.opensOr("it would have to open without (RFC 6455 §4.2.2)")::run)
        .step(
            "the answer names one of those that were offered, or none",
            peer -> chosen(peer, offered(value)))
        .judged();
  }

  /// As a server reads it.
  private static List<String> offered(String value) {
    RawHead request = new RawHead("", List.of(PROTOCOL + ": " + value));
    return Head.parse(request.encode()).tokens(PROTOCOL);
  }

  private static void chosen(Dialogue server, List<String> offered) {
    List<String> named = server.head().all(PROTOCOL);
    boolean sound = named.isEmpty() || (named.size() == 1 && offered.contains(named.getFirst()));
    if (!sound) {
      server.score().messages(Judgment.failed("chose what was not offered: " + named));
    }
  }

  private static Case malformed(String id, String value) {
    return server(
        "subprotocol.character." + id,
        "RFC 6455 §4.3",
        "A subprotocol that is no token",
        Change.with(PROTOCOL + ": " + value),
        ServerReaction.refuses());
  }

  private static Case doubtful(String id, String value, String clause, String why) {
    return server(
        "subprotocol." + id,
        clause,
        "A list of subprotocols as none may be sent",
        Change.with(PROTOCOL + ": " + value),
        ServerReaction.refusesOr(why));
  }

  // ---- extensions

  private static void addExtensions(List<Case> cases) {
    cases.add(extensions("unknown", "x-unknown"));
    cases.add(extensions("parameters", "x-unknown; a; b=1; c=\"2\""));
    cases.add(extensions("spaces", "x-unknown ;\ta = 1 , y-unknown"));
    cases.add(extensions("quoted", "x-unknown; a=\"b\\c\""));
    cases.add(extensions("lines", "x-unknown\r\n" + EXTENSIONS + ": y-unknown; a=1"));
    cases.add(
        extensions(
            "empty-elements",
            ", x-unknown,, y-unknown ,",
            ServerReaction.opensOr("a list may have them elsewhere in HTTP (RFC 9110 §5.6.1)")));
    cases.add(extensions("twice", "x-unknown; a=1, x-unknown; a=2, x-unknown"));
    cases.add(
        extensions(
            "many",
            IntStream.range(0, 200).mapToObj(i -> "x" + i).collect(Collectors.joining(","))));
    cases.add(broken("semicolon", "x;"));
    cases.add(broken("semicolons", "x;;a"));
    cases.add(broken("parameter.no-name", "x; =1"));
    cases.add(broken("parameter.no-value", "x; a="));
    cases.add(broken("parameter.two-values", "x; a=1 2"));
    cases.add(broken("quoted.open", "x; a=\"1"));
    cases.add(broken("quoted.space", "x; a=\"b c\""));
    cases.add(broken("quoted.empty", "x; a=\"\""));
    cases.add(broken("two-names", "x y"));
    cases.add(broken("slash", "x/y"));
    cases.add(broken("at", "@"));
    cases.add(
        server(
            "extension.empty",
            "RFC 6455 §9.1",
            "A list of extensions without an element",
            Change.with(EXTENSIONS + ":"),
            ServerReaction.refusesOr(NO_ELEMENT)));
  }

  private static Case extensions(String id, String value) {
    return extensions(id, value, ServerReaction.opens());
  }

  private static Case extensions(String id, String value, ServerReaction reaction) {
    return server("extension." + id, "RFC 6455 §9.1", "Extensions are offered that nobody knows")
        .request(Change.with(EXTENSIONS + ": " + value))
        .step(reaction.toString(), reaction::run)
        .step("the answer names no extension", NegotiationCases::declined)
        .judged();
  }

  private static Case broken(String id, String value) {
    return server(
        "extension.malformed." + id,
        "RFC 6455 §9.1",
        "A list of extensions that breaks the grammar: " + value,
        Change.with(EXTENSIONS + ": " + value),
        ServerReaction.refuses());
  }

  private static void declined(Dialogue server) {
    List<String> named = server.head().all(EXTENSIONS);
    if (!named.isEmpty()) {
      server.score().messages(Judgment.failed("agreed to what nobody knows: " + named));
    }
  }
}
