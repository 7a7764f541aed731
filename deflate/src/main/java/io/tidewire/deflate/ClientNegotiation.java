package io.tidewire.deflate;

import io.tidewire.protocol.Extension;
import java.util.List;
import java.util.Optional;

/// A client's offer, and its judgement of the server's response (RFC 7692 §7.1).
///
/// @param offer what stands in the request
/// @param wanted what holds when the server asks for nothing else
record ClientNegotiation(Terms offer, DeflateParameters wanted) {
  /// @param takeover whether there is memory to keep what the options want to keep
  static ClientNegotiation of(CompressionOptions options, boolean takeover) {
    DeflateParameters all = options.asOffered();
    DeflateParameters wanted = takeover ? all : all.withoutTakeover();
    int outgoing = wanted.outgoingWindowBits();
    int incoming = wanted.incomingWindowBits();
    Terms offer =
        new Terms(
            !wanted.incomingTakeover(),
            // §7.1.1.2: a hint, with which the server can do without a window for each connection
            !wanted.outgoingTakeover(),
            incoming == Terms.MAX_WINDOW_BITS ? Terms.ABSENT : incoming,
            // §7.1.2.2: with it, and with a value or not, the server may limit the window
            outgoing == Terms.MAX_WINDOW_BITS ? Terms.NO_VALUE : outgoing);
    return new ClientNegotiation(offer, wanted);
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
    // §7.1.1.1: a server accepts an offer with it "by including" it
    if (offer.serverNoContextTakeover() && !response.serverNoContextTakeover()) {
      throw new TermsException("server_no_context_takeover was asked for and is missing");
    }
    // §7.1.2.1: "with the same or smaller value as the offer"; unasked, any value will do
    if (offer.serverMaxWindowBits() != Terms.ABSENT
        && (response.serverMaxWindowBits() == Terms.ABSENT
            || response.serverMaxWindowBits() > offer.serverMaxWindowBits())) {
      throw new TermsException(
          "server_max_window_bits must have a value, " + offer.serverMaxWindowBits() + " at most");
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
