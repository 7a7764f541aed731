package io.tidewire.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a server makes of offers of permessage-deflate (RFC 7692 §5, §7.1). Each answer is compared
/// with the offer, and what was agreed is then held against what is sent.
final class DeflateNegotiationCases {
  private static final String CLAUSE = "RFC 7692 §7.1";
  private static final String NAME = DeflateTerms.NAME;
  private static final String HEADER = "Sec-WebSocket-Extensions";

  static final List<Case> ALL = all();

  private DeflateNegotiationCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addForms(cases);
    addAlternatives(cases);
    addBad(cases);
    return List.copyOf(cases);
  }

  // ---- offers in order

  private static void addForms(List<Case> cases) {
    cases.add(accepts("spaces", NAME + " ;\tserver_max_window_bits = 12 ; client_max_window_bits"));
    cases.add(accepts("no-spaces", NAME + ";server_no_context_takeover;client_max_window_bits=11"));
    cases.add(accepts("quoted", NAME + "; server_max_window_bits=\"12\""));
    cases.add(accepts("quoted.client", NAME + "; client_max_window_bits=\"10\""));
    cases.add(
        accepts(
            "order",
            NAME
                + "; client_max_window_bits=10; server_max_window_bits=10"
                + "; client_no_context_takeover; server_no_context_takeover"));
    cases.add(accepts("behind-unknown", "x-unknown; a=1, " + NAME));
    cases.add(accepts("before-unknown", NAME + "; server_max_window_bits=13, x-unknown"));
    cases.add(accepts("lines", "x-unknown", NAME + "; server_max_window_bits=13"));
  }

  private static void addAlternatives(List<Case> cases) {
    String limited = NAME + "; server_max_window_bits=10; server_no_context_takeover";
    cases.add(accepts("alternatives", limited + ", " + NAME));
    cases.add(accepts("alternatives.lines", limited, NAME + "; server_max_window_bits=12", NAME));
    cases.add(accepts("alternatives.same", NAME + ", " + NAME));
    cases.add(behindBad("value", NAME + "; server_max_window_bits=16, " + NAME));
    cases.add(behindBad("unknown", NAME + "; unknown, " + limited));
    cases.add(
        behindBad(
            "twice",
            NAME + "; server_no_context_takeover; server_no_context_takeover, " + limited));
  }

  private static Case accepts(String id, String... values) {
    return accepts(id, DeflateOpening.offering(values), values);
  }

  private static Case behindBad(String id, String... values) {
    return accepts("behind-bad." + id, DeflateOpening.offeringBad(values), values);
  }

  private static Case accepts(String id, Opening opening, String... values) {
    return Script.of("deflate.offer." + id, CLAUSE, "Offered: " + String.join(" | ", values))
        .serversOnly()
        .opening(opening)
        .echoCompressed(DeflateTermsCases.FAR)
        .echoCompressed(DeflateTermsCases.FAR)
        .echoCompressed(DeflateTermsCases.SMALL)
        .echoCompressed(DeflateTermsCases.SMALL)
        .closes();
  }

  // ---- offers that have to be declined

  private static void addBad(List<Case> cases) {
    cases.add(declines("unknown", "unknown"));
    cases.add(declines("unknown.value", "max_window_bits=10"));
    cases.add(declines("case", "Server_No_Context_Takeover=1"));
    cases.add(declines("twice.value", "server_max_window_bits=10; server_max_window_bits=12"));
    cases.add(declines("twice.same", "server_max_window_bits=10; server_max_window_bits=10"));
    cases.add(declines("server-bits.none", "server_max_window_bits"));
    for (String side : new String[] {"server", "client"}) {
      String takeover = side + "_no_context_takeover";
      cases.add(declines(side + "-takeover.value", takeover + "=1"));
      cases.add(declines(side + "-takeover.true", takeover + "=true"));
      cases.add(declines(side + "-takeover.quoted", takeover + "=\"1\""));
      cases.add(declines(side + "-takeover.twice", takeover + "; " + takeover));
      for (String bits :
          new String[] {
            "0", "7", "16", "08", "015", "-9", "+9", "9.0", "1e1", "ten", "100000000000"
          }) {
        cases.add(declines(side + "-bits." + bits, side + "_max_window_bits=" + bits));
      }
      cases.add(declines(side + "-bits.quoted.7", side + "_max_window_bits=\"7\""));
    }
    cases.add(declines("client-bits.twice", "client_max_window_bits; client_max_window_bits=10"));
  }

  private static Case declines(String id, String parameters) {
    String offer = NAME + "; " + parameters;
    return Script.of("deflate.declines." + id, CLAUSE, "Declined: " + offer)
        .serversOnly()
        .opening(Opening.bare())
        .step(
            "on another connection offer " + NAME + ", for what is never accepted tells nothing",
            peer -> peer.another(DeflateOpening.plain()))
        .request(Change.with(HEADER + ": " + offer))
        .step(
            "the server opens the connection, then closes; its answer names no extension",
            DeflateNegotiationCases::expectDeclined)
        .judged();
  }

  private static void expectDeclined(Dialogue server) throws IOException, InterruptedException {
    ServerReaction.opensOr(DeflateOpening.DECLINED).run(server);
    List<String> answer = server.head().all(HEADER);
    if (!answer.isEmpty()) {
      server.score().messages(Judgment.failed("accepted it (MUST decline): " + answer));
    }
  }
}
