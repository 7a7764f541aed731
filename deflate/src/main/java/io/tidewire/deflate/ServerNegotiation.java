package io.tidewire.deflate;

import io.tidewire.protocol.Extension;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A server's decision over a client's offers (RFC 7692 §7.1).
///
/// @param response what to answer
/// @param parameters what holds then
record ServerNegotiation(Terms response, DeflateParameters parameters) {
  /// The first offer that can be accepted, in the client's order of preference (§5).
  ///
  /// @param takeover asked once at most, whether there is memory to keep what these parameters keep
  /// @return empty when there is no such offer
  static Optional<ServerNegotiation> decide(
      List<Extension> offers, CompressionOptions options, Predicate<DeflateParameters> takeover) {
    return offers.stream()
        .filter(offer -> offer.name().equals(Terms.NAME))
        .flatMap(ServerNegotiation::read)
        .findFirst()
        .map(offer -> accept(offer, options, takeover));
  }

  // §7.1: "A server MUST decline an extension negotiation offer for this extension" that has an
  // unknown parameter, an invalid value or a parameter twice. "The server doesn't support the
  // offered configuration" is the fourth reason, and this one supports all.
  private static Stream<Terms> read(Extension offer) {
    try {
      return Stream.of(Terms.read(offer));
    } catch (TermsException declined) {
      return Stream.empty();
    }
  }

  private static ServerNegotiation accept(
      Terms offer, CompressionOptions options, Predicate<DeflateParameters> takeover) {
    DeflateParameters wanted =
        new DeflateParameters(
            Math.min(options.outgoingWindowBits(), Terms.limit(offer.serverMaxWindowBits())),
            options.outgoingTakeover() && !offer.serverNoContextTakeover(),
            incomingWindowBits(offer, options),
            options.incomingTakeover() && !offer.clientNoContextTakeover());
    boolean keeps = wanted.outgoingTakeover() || wanted.incomingTakeover();
    DeflateParameters agreed = keeps && !takeover.test(wanted) ? wanted.withoutTakeover() : wanted;
    return new ServerNegotiation(respond(offer, agreed), agreed);
  }

  // §7.1.2.2: only a client that offers client_max_window_bits can be limited. Another one uses up
  // to 32 KiB, which costs memory and is no reason to do without compression.
  private static int incomingWindowBits(Terms offer, CompressionOptions options) {
    return offer.clientMaxWindowBits() == Terms.ABSENT
        ? Terms.MAX_WINDOW_BITS
        : Math.min(options.incomingWindowBits(), Terms.limit(offer.clientMaxWindowBits()));
  }

  private static Terms respond(Terms offer, DeflateParameters agreed) {
    return new Terms(
        // §7.1.1.1: an offer with it is accepted "by including" it, and a server "MAY include" it
        // anyhow
        !agreed.outgoingTakeover(),
        // §7.1.1.2: "A server MAY include the client_no_context_takeover extension parameter",
        // offered or not
        !agreed.incomingTakeover(),
        // §7.1.2.1: an offer with it is accepted by including it "with the same or smaller value".
        // A server may include it anyhow, but some browsers' versions have failed on that.
        offer.serverMaxWindowBits() == Terms.ABSENT ? Terms.ABSENT : agreed.outgoingWindowBits(),
        // §7.1.2.2: never without its being offered; absent it means 15
        agreed.incomingWindowBits() == Terms.MAX_WINDOW_BITS
            ? Terms.ABSENT
            : agreed.incomingWindowBits());
  }
}
