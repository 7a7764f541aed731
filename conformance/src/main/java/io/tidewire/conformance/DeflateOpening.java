package io.tidewire.conformance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Opens a connection with permessage-deflate. A peer that does without it has not implemented what
/// the case is about.
///
/// @param wanted what we offer to a server, or answer to a client as far as its offer lets us
record DeflateOpening(DeflateTerms wanted) implements Opening {
  /// Why a server should not refuse the handshake for an offer that is bad (RFC 7692 §5.1, §7.1).
  static final String DECLINED = "the offer is to be declined, not the connection";

  static final String HEADER = "Sec-WebSocket-Extensions: ";

  /// With nothing limited.
  static Opening plain() {
    return new DeflateOpening(DeflateTerms.PLAIN);
  }

  /// Offers just this to a server, whose answer has to fit one of the offers that are in order.
  static Opening offering(String... values) {
    return offering(Opening.with(lines(values)), values);
  }

  /// The same with an offer among them that has to be declined.
  static Opening offeringBad(String... values) {
    return offering(Opening.orRefused(DECLINED, lines(values)), values);
  }

  private static Opening offering(Opening handshake, String... values) {
    return peer -> {
      handshake.open(peer);
      if (!peer.score().decided()) {
        agree(peer, offers(List.of(values)));
      }
    };
  }

  @Override
  public void open(Dialogue peer) throws InterruptedException {
    if (peer.side() == Side.CLIENT) {
      offering(wanted.toString()).open(peer);
    } else {
      answer(peer);
    }
  }

  static String[] lines(String... values) {
    return Stream.of(values).map(value -> HEADER + value).toArray(String[]::new);
  }

  /// What a client offers, in its order, as far as it is in order.
  static List<DeflateTerms> offers(List<String> values) {
    return OfferedExtension.parse(values).orElse(List.of()).stream()
        .filter(element -> element.name().equals(DeflateTerms.NAME))
        .flatMap(element -> DeflateTerms.of(element).stream())
        .toList();
  }

  private static void agree(Dialogue peer, List<DeflateTerms> offers) {
    List<String> header = peer.head().all("Sec-WebSocket-Extensions");
    if (header.isEmpty()) {
      peer.score().messages(Judgment.unimplemented("the server declined " + DeflateTerms.NAME));
      return;
    }
    Optional<DeflateTerms> answer = single(header);
    String wrong = answer.map(terms -> wrong(terms, offers)).orElse("not an answer to our offer");
    if (wrong.isEmpty()) {
      agree(peer, answer.orElseThrow(), offers);
    } else {
      peer.score().messages(Judgment.failed("answered " + header + ": " + wrong));
    }
  }

  private static void agree(Dialogue peer, DeflateTerms answer, List<DeflateTerms> offers) {
    DeflateTerms taken =
        offers.stream().filter(each -> answer.wrongAfter(each).isEmpty()).findFirst().orElseThrow();
    if (answer.limitsClientLess(taken)) {
      peer.score()
          .messages(
              Judgment.nonStrict(
                  "answered a larger client_max_window_bits than offered, which says nothing"
                      + " (RFC 7692 §7.1.2.2)"));
    }
    peer.agree(answer.after(taken));
  }

  private static Optional<DeflateTerms> single(List<String> header) {
    return OfferedExtension.parse(header)
        .filter(elements -> elements.size() == 1)
        .flatMap(DeflateTerms::of);
  }

  /// Empty where it fits one of the offers; else what is wrong after the last one.
  private static String wrong(DeflateTerms answer, List<DeflateTerms> offers) {
    String wrong = "nothing was offered that may be accepted";
    for (DeflateTerms offer : offers) {
      wrong = answer.wrongAfter(offer);
      if (wrong.isEmpty()) {
        return wrong;
      }
    }
    return wrong;
  }

  private void answer(Dialogue peer) throws InterruptedException {
    List<DeflateTerms> offers = offers(peer.head().all("Sec-WebSocket-Extensions"));
    boolean limitsClient = wanted.clientBits() > 0;
    if (offers.isEmpty()) {
      unimplemented(peer, "the client did not offer " + DeflateTerms.NAME);
    } else if (limitsClient && offers.getFirst().clientBits() == DeflateTerms.ABSENT) {
      unimplemented(peer, "the client did not offer client_max_window_bits");
    } else {
      DeflateTerms agreed = wanted.answering(offers.getFirst());
      Opening.with(HEADER + agreed).open(peer);
      peer.agree(agreed);
    }
  }

  /// The client gets an answer all the same, so that it need not wait.
  private static void unimplemented(Dialogue peer, String why) throws InterruptedException {
    Opening.standard().open(peer);
    peer.score().messages(Judgment.unimplemented(why));
  }
}
