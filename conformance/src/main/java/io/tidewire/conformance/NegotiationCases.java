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
    cases.add(malformed("twice", "chat, chat", "RFC 6455 §4.1"));
    cases.add(malformed("character.space", "a b", "RFC 6455 §4.3"));
    cases.add(malformed("character.slash", "a/b", "RFC 6455 §4.3"));
    cases.add(malformed("character.at", "a@b", "RFC 6455 §4.3"));
    cases.add(malformed("character.quote", "\"a\"", "RFC 6455 §4.3"));
    cases.add(malformed("character.semicolon", "a;b=1", "RFC 6455 §4.3"));
    cases.add(malformed("character.not-ascii", "\u00e9", "RFC 6455 §4.3"));
    cases.add(malformed("empty", "", "RFC 6455 §4.3"));
    cases.add(malformed("commas", ", ,", "RFC 6455 §4.3"));
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

  private static Case malformed(String id, String value, String clause) {
    return server(
        "subprotocol." + id,
        clause,
        "A list of subprotocols that breaks the grammar",
        Change.with(PROTOCOL + ": " + value),
        ServerReaction.refusesOr("a server has to parse a part of the handshake only (§4.2.1)"));
  }

  // ---- extensions

  private static void addExtensions(List<Case> cases) {
    cases.add(extensions("unknown", "x-unknown"));
    cases.add(extensions("parameters", "x-unknown; a; b=1; c=\"2\""));
    cases.add(extensions("spaces", "x-unknown ;\ta = 1 , y-unknown"));
    cases.add(extensions("quoted", "x-unknown; a=\"b\\c\""));
    cases.add(extensions("lines", "x-unknown\r\n" + EXTENSIONS + ": y-unknown; a=1"));
    cases.add(extensions(
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
            ServerReaction.refusesOr("elsewhere in HTTP an empty list is none")));
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
