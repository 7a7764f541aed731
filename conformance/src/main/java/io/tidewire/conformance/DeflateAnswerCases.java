package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;

/// What a client makes of answers to its offer of permessage-deflate (RFC 7692 §7.1): it fails the
/// connection on each that does not fit.
final class DeflateAnswerCases {
  private static final String CLAUSE = "RFC 7692 §7.1";
  private static final String NAME = DeflateTerms.NAME;
  private static final String HEADER = "Sec-WebSocket-Extensions";

  /// What a server did not take upon itself costs a client no more than memory.
  private static final ClientReaction USABLE =
      ClientReaction.refusesOr("a client fails only what it does not support (RFC 7692 §7.1)");

  static final List<Case> ALL = all();

  private DeflateAnswerCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        Script.of("deflate.answer.declined", "RFC 7692 §5.1", "The server declines what is offered")
            .clientsOnly()
            .echo(Frame.text(Payload.ascii(5000)))
            .closes());
    cases.add(refuses("unknown", NAME + "; unknown"));
    cases.add(refuses("twice", NAME + ", " + NAME));
    cases.add(refuses("server-bits.none", NAME + "; server_max_window_bits"));
    cases.add(refuses("client-bits.none", NAME + "; client_max_window_bits"));
    for (String side : new String[] {"server", "client"}) {
      String takeover = NAME + "; " + side + "_no_context_takeover";
      cases.add(refuses(side + "-takeover.value", takeover + "=1"));
      cases.add(refuses(side + "-takeover.twice", takeover + "; " + side + "_no_context_takeover"));
      for (String bits : new String[] {"0", "7", "16", "08", "-9", "ten", "100000000000"}) {
        String value = NAME + "; " + side + "_max_window_bits=" + bits;
        cases.add(refuses(side + "-bits." + bits, value));
      }
      String bits = "; " + side + "_max_window_bits=12";
      cases.add(refuses(side + "-bits.twice", NAME + bits + bits));
    }
    cases.add(
        unfit(
            "client-bits.unasked",
            "client_max_window_bits is answered, and was not offered",
            NAME + "; client_max_window_bits=12",
            ClientReaction.refuses()));
    cases.add(
        unfit(
            "client-bits.larger",
            "client_max_window_bits is answered larger than offered",
            NAME + "; client_max_window_bits=15",
            ClientReaction.refuses()));
    cases.add(
        unfit(
            "server-bits.missing",
            "server_max_window_bits is not answered, or larger than offered",
            NAME + "; server_no_context_takeover",
            USABLE));
    cases.add(
        unfit(
            "server-takeover.missing",
            "server_no_context_takeover is not answered, and was offered",
            NAME + "; server_max_window_bits=8",
            USABLE));
    return List.copyOf(cases);
  }

  /// No offer makes it right.
  private static Case refuses(String id, String answer) {
    return answered("deflate.answer." + id, "The answer is " + answer, answer)
        .step(ClientReaction.refuses().words(), ClientReaction.refuses()::run)
        .judged();
  }

  /// Some offers make it right; a client that makes such a one cannot be tried.
  private static Case unfit(String id, String title, String answer, ClientReaction reaction) {
    DeflateTerms terms = DeflateOpening.offers(List.of(answer)).getFirst();
    return answered("deflate.answer." + id, title, answer)
        .step(
            reaction.words() + ", unless it has offered just this",
            client -> {
              if (fits(client, terms)) {
                client.score().messages(Judgment.informational("its offer lets this answer be"));
              } else {
                reaction.run(client);
              }
            })
        .judged();
  }

  private static Script answered(String id, String title, String answer) {
    return Script.of(id, CLAUSE, title)
        .clientsOnly()
        .opening(DeflateAnswerCases::expectOffer)
        .respond(Change.with(HEADER + ": " + answer));
  }

  private static void expectOffer(Dialogue client) throws InterruptedException {
    if (offers(client).isEmpty()) {
      DeflateOpening.plain().open(client);
    }
  }

  private static boolean fits(Dialogue client, DeflateTerms answer) {
    return offers(client).stream().anyMatch(offer -> answer.wrongAfter(offer).isEmpty());
  }

  private static List<DeflateTerms> offers(Dialogue client) {
    return DeflateOpening.offers(client.head().all(HEADER));
  }
}
