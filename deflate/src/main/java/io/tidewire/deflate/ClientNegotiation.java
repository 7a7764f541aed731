package io.tidewire.deflate;

import io.tidewire.protocol.Extension;
import java.util.List;
import java.util.Optional;

/// A client's offers, and its judgement of the server's response (RFC 7692 §7.1).
///
/// @param offers what stands in the request, the preferred one first (§5.1)
/// @param wanted what holds when the server takes the first and asks for nothing else
record ClientNegotiation(List<Terms> offers, DeflateParameters wanted) {
  /// @param takeover whether there is memory to keep what the options want to keep
  static ClientNegotiation of(CompressionOptions options, boolean takeover) {
    DeflateParameters all = options.asOffered();
    DeflateParameters wanted = takeover ? all : all.withoutTakeover();
    // §7.1.2.1: a server that cannot limit its window declines the offer that asks for it. A larger
    // window costs memory and is no reason to do without compression.
    Terms unlimited = offer(wanted, Terms.ABSENT);
    int incoming = wanted.incomingWindowBits();
    return new ClientNegotiation(
        incoming == Terms.MAX_WINDOW_BITS
            ? List.of(unlimited)
            : List.of(offer(wanted, incoming), unlimited),
        wanted);
  }

  private static Terms offer(DeflateParameters wanted, int serverMaxWindowBits) {
    int outgoing = wanted.outgoingWindowBits();
    return new Terms(
        !wanted.incomingTakeover(),
        // §7.1.1.2: a hint, with which the server can do without a window for each connection
        !wanted.outgoingTakeover(),
        serverMaxWindowBits,
        // §7.1.2.2: with it, and with a value or not, the server may limit the window
        outgoing == Terms.MAX_WINDOW_BITS ? Terms.NO_VALUE : outgoing);
  }

  /// @param response all extensions that the server has accepted
  /// @return what is agreed, or empty when the server has declined
  /// @throws TermsException for what §7.1 has a client fail on
  Optional<DeflateParameters> judge(List<Extension> response) throws TermsException {
    List<Extension> accepted =
        response.stream().filter(extension -> extension.name().equals(Terms.NAME)).toList();
    if (accepted.size() > 1) {
      throw new TermsException("it is accepted more than once");
    }
    return accepted.isEmpty() ? Optional.empty() : Optional.of(judge(accepted.getFirst()));
  }

  private DeflateParameters judge(Extension accepted) throws TermsException {
    Terms response = Terms.read(accepted);
    check(response);
    return new DeflateParameters(
        Math.min(wanted.outgoingWindowBits(), Terms.limit(response.clientMaxWindowBits())),
        wanted.outgoingTakeover() && !response.clientNoContextTakeover(),
        Terms.limit(response.serverMaxWindowBits()),
        !response.serverNoContextTakeover());
  }

  private void check(Terms response) throws TermsException {
    // A response does not say which offer it accepts. The last one asks for the least: what fits
    // the first fits it too, for a server may limit its window unasked (§7.1.2.1).
    Terms offer = offers.getLast();
    // §7.1.1.1: a server accepts an offer with it "by including" it
    if (offer.serverNoContextTakeover() && !response.serverNoContextTakeover()) {
      throw new TermsException("server_no_context_takeover was asked for and is missing");
    }
    // §7.1.2.2: in a response it always has a value, "equal to or smaller than the received value"
    if (response.clientMaxWindowBits() == Terms.NO_VALUE
        || response.clientMaxWindowBits() > Terms.limit(offer.clientMaxWindowBits())) {
      throw new TermsException(
          "client_max_window_bits must have a value, "
              + Terms.limit(offer.clientMaxWindowBits())
              + " at most");
    }
  }
}
