package io.tidewire.conformance;

import io.tidewire.conformance.OfferedExtension.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The parameters of permessage-deflate in an offer or an answer (RFC 7692 §7.1).
///
/// @param serverBits the server's window, 8 to 15, or [#ABSENT]
/// @param clientBits the client's window, 8 to 15, [#ABSENT], or [#NO_VALUE] in an offer
record DeflateTerms(
    boolean serverNoTakeover, boolean clientNoTakeover, int serverBits, int clientBits) {
  static final String NAME = "permessage-deflate";
  static final int ABSENT = 0;
  static final int NO_VALUE = -1;
  static final int MAX_BITS = 15;
  static final DeflateTerms PLAIN = new DeflateTerms(false, false, ABSENT, ABSENT);

  /// Of the first element that is about permessage-deflate, or empty where none is, or it is not as
  /// it may be.
  static Optional<DeflateTerms> of(List<OfferedExtension> elements) {
    return elements.stream()
        .filter(element -> element.name().equals(NAME))
        .findFirst()
        .flatMap(DeflateTerms::of);
  }

  /// Empty where a parameter is unknown, comes twice or has a wrong value.
  static Optional<DeflateTerms> of(OfferedExtension element) {
    Set<String> seen = new HashSet<>();
    Optional<DeflateTerms> terms = Optional.of(PLAIN);
    for (Parameter parameter : element.parameters()) {
      terms = seen.add(parameter.name()) ? terms.flatMap(t -> t.with(parameter)) : Optional.empty();
    }
    return terms;
  }

  private Optional<DeflateTerms> with(Parameter parameter) {
    Optional<String> value = parameter.value();
    return switch (parameter.name()) {
      case "server_no_context_takeover" ->
          only(value.isEmpty(), new DeflateTerms(true, clientNoTakeover, serverBits, clientBits));
      case "client_no_context_takeover" ->
          only(value.isEmpty(), new DeflateTerms(serverNoTakeover, true, serverBits, clientBits));
      case "server_max_window_bits" ->
          bits(value).map(b -> new DeflateTerms(serverNoTakeover, clientNoTakeover, b, clientBits));
      case "client_max_window_bits" ->
          (value.isEmpty() ? Optional.of(NO_VALUE) : bits(value))
              .map(b -> new DeflateTerms(serverNoTakeover, clientNoTakeover, serverBits, b));
      default -> Optional.empty();
    };
  }

  private static Optional<DeflateTerms> only(boolean sound, DeflateTerms terms) {
    return sound ? Optional.of(terms) : Optional.empty();
  }

  private static Optional<Integer> bits(Optional<String> value) {
    return value.filter(digits -> digits.matches("[89]|1[0-5]")).map(Integer::valueOf);
  }

  /// What is wrong with this as the answer to an offer, with the clause; empty where nothing is.
  String wrongAfter(DeflateTerms offer) {
    if (offer.serverNoTakeover && !serverNoTakeover) {
      return "server_no_context_takeover was offered and is missing (RFC 7692 §7.1.1.1)";
    } else if (offer.serverBits != ABSENT && serverBits == ABSENT) {
      return "server_max_window_bits was offered and is missing (RFC 7692 §7.1.2.1)";
    } else if (offer.serverBits != ABSENT && serverBits > offer.serverBits) {
      return "server_max_window_bits is larger than offered (RFC 7692 §7.1.2.1)";
    } else if (clientBits == NO_VALUE) {
      return "client_max_window_bits has no value (RFC 7692 §7.1.2.2)";
    } else if (clientBits != ABSENT && offer.clientBits == ABSENT) {
      return "client_max_window_bits was not offered (RFC 7692 §7.1.2.2)";
    }
    return "";
  }

  /// Whether this, as the answer to an offer, limits the client less than it has offered to limit
  /// itself.
  boolean limitsClientLess(DeflateTerms offer) {
    return clientBits > limit(offer.clientBits);
  }

  /// What holds between this as an answer and its offer: a client keeps to what it has offered of
  /// its own side, whatever is answered (RFC 7692 §7.1.1.2, §7.1.2.2).
  DeflateTerms after(DeflateTerms offer) {
    return new DeflateTerms(
        serverNoTakeover,
        clientNoTakeover || offer.clientNoTakeover,
        serverBits,
        Math.min(limit(clientBits), limit(offer.clientBits)));
  }

  /// This, as far as it may answer an offer, and what the offer asks for besides. An offer that
  /// names no window of the client cannot have one answered.
  DeflateTerms answering(DeflateTerms offer) {
    boolean limitsServer = serverBits != ABSENT || offer.serverBits != ABSENT;
    boolean limitsClient = clientBits > 0 && offer.clientBits != ABSENT;
    return new DeflateTerms(
        serverNoTakeover || offer.serverNoTakeover,
        clientNoTakeover,
        limitsServer ? Math.min(limit(serverBits), limit(offer.serverBits)) : ABSENT,
        limitsClient ? Math.min(clientBits, limit(offer.clientBits)) : ABSENT);
  }

  /// The window of what a side sends, in bits.
  int windowBits(Side sender) {
    return limit(sender == Side.SERVER ? serverBits : clientBits);
  }

  /// Whether what a side sends may reach into its earlier messages.
  boolean takeover(Side sender) {
    return sender == Side.SERVER ? !serverNoTakeover : !clientNoTakeover;
  }

  private static int limit(int bits) {
    return bits > 0 ? bits : MAX_BITS;
  }

  /// As in the header.
  @Override
  public String toString() {
    return NAME
        + (serverNoTakeover ? "; server_no_context_takeover" : "")
        + (clientNoTakeover ? "; client_no_context_takeover" : "")
        + bits("server", serverBits)
        + bits("client", clientBits);
  }

  private static String bits(String side, int bits) {
    return switch (bits) {
      case ABSENT -> "";
      case NO_VALUE -> "; " + side + "_max_window_bits";
      default -> "; " + side + "_max_window_bits=" + bits;
    };
  }
}
