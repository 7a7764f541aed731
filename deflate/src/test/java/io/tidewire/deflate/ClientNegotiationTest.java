package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.protocol.Extension;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 7692 §7.1, as a client offers and judges.
class ClientNegotiationTest {
  private static final CompressionOptions OPTIONS = CompressionOptions.DEFAULTS;
  private static final CompressionOptions NARROW = OPTIONS.withWindowBits(12, 11);
  private static final CompressionOptions FORGETFUL = OPTIONS.withTakeover(false, false);

  private static Optional<DeflateParameters> judge(CompressionOptions options, String response)
      throws TermsException {
    return ClientNegotiation.of(options, true).judge(Extension.parse(List.of(response)));
  }

  private static DeflateParameters agreed(int outgoing, boolean keep, int incoming, boolean kept) {
    return new DeflateParameters(outgoing, keep, incoming, kept);
  }

  private static String offers(CompressionOptions options, boolean takeover) {
    return Extension.format(extensions(ClientNegotiation.of(options, takeover)));
  }

  private static List<Extension> extensions(ClientNegotiation negotiation) {
    return negotiation.offers().stream().map(Terms::toExtension).toList();
  }

  @Test
  void offersWhatTheOptionsSay() {
    assertThat(offers(OPTIONS, true)).isEqualTo("permessage-deflate; client_max_window_bits");
    assertThat(offers(OPTIONS.withTakeover(false, true), true))
        .isEqualTo("permessage-deflate; client_no_context_takeover; client_max_window_bits");
    assertThat(offers(OPTIONS.withTakeover(true, false), true))
        .isEqualTo("permessage-deflate; server_no_context_takeover; client_max_window_bits");
  }

  @Test
  void offersNoTakeoverWithoutMemoryForIt() {
    assertThat(offers(OPTIONS, false))
        .isEqualTo(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                + " client_max_window_bits");
  }

  @Test
  void offersToDoWithoutLimitToTheServersWindow() {
    assertThat(offers(NARROW, true))
        .isEqualTo(
            "permessage-deflate; server_max_window_bits=11; client_max_window_bits=12,"
                + " permessage-deflate; client_max_window_bits=12");
    assertThat(offers(OPTIONS.withWindowBits(15, 14).withTakeover(true, false), true))
        .isEqualTo(
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=14;"
                + " client_max_window_bits,"
                + " permessage-deflate; server_no_context_takeover; client_max_window_bits");
  }

  @Test
  void takesAServerThatDoesNotLimitItsWindow() throws TermsException {
    assertThat(judge(NARROW, "permessage-deflate")).contains(agreed(12, true, 15, true));
    assertThat(judge(NARROW, "permessage-deflate; client_max_window_bits=10"))
        .contains(agreed(10, true, 15, true));
    // less of a limit than the first offer asks for, and more than the second does
    assertThat(judge(NARROW, "permessage-deflate; server_max_window_bits=12"))
        .contains(agreed(12, true, 12, true));
  }

  @Test
  void acceptsWhatFollowsFromItsOffer() throws TermsException {
    assertThat(judge(OPTIONS, "permessage-deflate")).contains(agreed(15, true, 15, true));
    assertThat(judge(OPTIONS, "permessage-deflate; client_max_window_bits=9"))
        .contains(agreed(9, true, 15, true));
    // §7.1.1.1, §7.1.1.2 and §7.1.2.1: may stand there unasked
    assertThat(judge(OPTIONS, "permessage-deflate; server_no_context_takeover"))
        .contains(agreed(15, true, 15, false));
    assertThat(judge(OPTIONS, "permessage-deflate; client_no_context_takeover"))
        .contains(agreed(15, false, 15, true));
    assertThat(judge(OPTIONS, "permessage-deflate; server_max_window_bits=8"))
        .contains(agreed(15, true, 8, true));
    assertThat(judge(OPTIONS, "permessage-deflate; server_max_window_bits=15"))
        .contains(agreed(15, true, 15, true));
  }

  @Test
  void keepsToItsOwnLimits() throws TermsException {
    assertThat(judge(NARROW, "permessage-deflate; server_max_window_bits=11"))
        .contains(agreed(12, true, 11, true));
    assertThat(
            judge(
                NARROW, "permessage-deflate; server_max_window_bits=9; client_max_window_bits=12"))
        .contains(agreed(12, true, 9, true));
    assertThat(
            judge(NARROW, "permessage-deflate; server_max_window_bits=9; client_max_window_bits=8"))
        .contains(agreed(8, true, 9, true));
    // quoted or not (RFC 6455 §9.1), in any order
    assertThat(
            judge(
                NARROW,
                "permessage-deflate; client_max_window_bits=\"10\"; server_max_window_bits=\"8\""))
        .contains(agreed(10, true, 8, true));
    // the hint need not be answered
    assertThat(judge(FORGETFUL, "permessage-deflate; server_no_context_takeover"))
        .contains(agreed(15, false, 15, false));
  }

  @Test
  void goesOnUncompressedWhenTheServerDeclines() throws TermsException {
    assertThat(ClientNegotiation.of(OPTIONS, true).judge(List.of())).isEmpty();
    assertThat(judge(OPTIONS, "other")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate, permessage-deflate                         | more than once
          permessage-deflate; unknown                                    | unknown is unknown
          permessage-deflate; server_no_context_takeover=1               | must have no value
          permessage-deflate; client_no_context_takeover=1               | must have no value
          permessage-deflate; server_no_context_takeover; server_no_context_takeover | comes twice
          permessage-deflate; server_max_window_bits                     | value from 8 to 15
          permessage-deflate; server_max_window_bits=7                   | value from 8 to 15
          permessage-deflate; server_max_window_bits=16                  | value from 8 to 15
          permessage-deflate; server_max_window_bits=09                  | value from 8 to 15
          permessage-deflate; server_max_window_bits=+9                  | value from 8 to 15
          permessage-deflate; server_max_window_bits=9; server_max_window_bits=9 | comes twice
          permessage-deflate; client_no_context_takeover; client_no_context_takeover | comes twice
          permessage-deflate; Server_No_Context_Takeover                 | is unknown
          permessage-deflate; client_max_window_bits=7                   | value from 8 to 15
          permessage-deflate; client_max_window_bits=x                   | value from 8 to 15
          permessage-deflate; client_max_window_bits                     | must have a value
          permessage-deflate; client_max_window_bits=16                  | value from 8 to 15
          permessage-deflate; client_max_window_bits=9; client_max_window_bits=9 | comes twice
          """)
  void failsOnAnAnswerThatIsNotSound(String response, String reason) {
    assertThatThrownBy(() -> judge(OPTIONS, response))
        .isInstanceOf(TermsException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate; client_max_window_bits                               | 12 at most
          permessage-deflate; client_max_window_bits=13                            | 12 at most
          permessage-deflate; server_max_window_bits=11; client_max_window_bits=13 | 12 at most
          """)
  void failsOnAnAnswerThatGoesOverItsOffers(String response, String limit) {
    assertThatThrownBy(() -> judge(NARROW, response))
        .isInstanceOf(TermsException.class)
        .hasMessage("client_max_window_bits must have a value, " + limit);
  }

  @Test
  void failsWhenTheServerIgnoresThatItMustNotTakeOver() {
    assertThatThrownBy(() -> judge(FORGETFUL, "permessage-deflate"))
        .isInstanceOf(TermsException.class)
        .hasMessageContaining("server_no_context_takeover");
  }

  @Test
  void whatAServerAnswersAClientAccepts() throws TermsException {
    for (int outgoing = 8; outgoing <= 15; outgoing++) {
      for (int incoming = 8; incoming <= 15; incoming++) {
        for (int flags = 0; flags < 16; flags++) {
          meet(
              OPTIONS
                  .withWindowBits(outgoing, incoming)
                  .withTakeover((flags & 1) == 0, (flags & 2) == 0),
              OPTIONS
                  .withWindowBits(23 - incoming, 8 + outgoing % 8)
                  .withTakeover((flags & 4) == 0, (flags & 8) == 0));
        }
      }
    }
  }

  private static void meet(CompressionOptions client, CompressionOptions server)
      throws TermsException {
    ClientNegotiation offered = ClientNegotiation.of(client, true);
    ServerNegotiation decided =
        ServerNegotiation.decide(extensions(offered), server, wanted -> true).orElseThrow();
    DeflateParameters here = offered.judge(List.of(decided.response().toExtension())).orElseThrow();
    DeflateParameters there = decided.parameters();
    // neither end sends what the other does not expect
    assertThat(there.outgoingWindowBits()).isLessThanOrEqualTo(here.incomingWindowBits());
    assertThat(here.outgoingWindowBits()).isLessThanOrEqualTo(there.incomingWindowBits());
    assertThat(there.outgoingTakeover() && !here.incomingTakeover()).isFalse();
    assertThat(here.outgoingTakeover() && !there.incomingTakeover()).isFalse();
    assertThat(here.incomingWindowBits()).isLessThanOrEqualTo(client.incomingWindowBits());
    assertThat(there.incomingWindowBits()).isLessThanOrEqualTo(server.incomingWindowBits());
  }
}
