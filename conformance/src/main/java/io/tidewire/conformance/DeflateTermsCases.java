package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;

/// permessage-deflate with every combination of its parameters (RFC 7692 §7.1).
///
/// What is sent repeats itself at a distance of 20,000 bytes and from message to message. So a peer
/// that uses a larger window than agreed, or an earlier message where it may not, refers to it.
final class DeflateTermsCases {
  private static final int DISTANCE = 20_000;

  /// Letters of which the second half repeats the first.
  static final Frame FAR = Frame.text(Payload.repeated(DISTANCE, 2));

  static final Frame SMALL = Frame.text("small, and small again, and again small");

  static final List<Case> ALL = all();

  private DeflateTermsCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (boolean server : new boolean[] {false, true}) {
      for (boolean client : new boolean[] {false, true}) {
        for (int serverBits : new int[] {DeflateTerms.ABSENT, 9, 12, 15}) {
          for (int clientBits : new int[] {DeflateTerms.ABSENT, DeflateTerms.NO_VALUE, 9, 15}) {
            add(cases, new DeflateTerms(server, client, serverBits, clientBits));
          }
        }
      }
    }
    for (int bits : new int[] {8, 10, 11, 13, 14}) {
      add(cases, new DeflateTerms(false, false, bits, DeflateTerms.ABSENT));
      add(cases, new DeflateTerms(false, false, DeflateTerms.ABSENT, bits));
      add(cases, new DeflateTerms(true, true, bits, bits));
    }
    return List.copyOf(cases);
  }

  private static void add(List<Case> cases, DeflateTerms terms) {
    Script script =
        Script.of(id(terms), "RFC 7692 §7.1", terms.toString())
            .opening(new DeflateOpening(terms))
            .echoCompressed(FAR)
            .echoCompressed(FAR)
            .echoCompressed(SMALL)
            .echoCompressed(SMALL)
            .echo(FAR)
            .echoCompressed(FAR);
    // A server answers no value: to a client that is the case without the parameter.
    cases.add(
        (terms.clientBits() == DeflateTerms.NO_VALUE ? script.serversOnly() : script).closes());
  }

  /// Such as `deflate.terms.server-9-fresh.client-12`, where fresh is without takeover.
  private static String id(DeflateTerms terms) {
    return "deflate.terms.server"
        + bits(terms.serverBits())
        + fresh(terms.serverNoTakeover())
        + ".client"
        + bits(terms.clientBits())
        + fresh(terms.clientNoTakeover());
  }

  private static String bits(int bits) {
    return switch (bits) {
      case DeflateTerms.ABSENT -> "";
      case DeflateTerms.NO_VALUE -> "-any";
      default -> "-" + bits;
    };
  }

  private static String fresh(boolean noTakeover) {
    return noTakeover ? "-fresh" : "";
  }
}
