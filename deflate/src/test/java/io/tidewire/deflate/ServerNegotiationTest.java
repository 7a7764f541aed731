package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7692 §7.1, as a server decides.
class ServerNegotiationTest {
  private static final CompressionOptions OPTIONS = CompressionOptions.DEFAULTS;

  private static Optional<ServerNegotiation> decide(String offers, CompressionOptions options) {
    return ServerNegotiation.decide(Extension.parse(List.of(offers)), options, wanted -> true);
  }

  private static String answer(String offers, CompressionOptions options) {
    return decide(offers, options)
        .map(decision -> decision.response().toExtension().toString())
        .orElse("none");
  }

  /// Such as `15t/12`: outgoing window 15 with takeover, incoming window 12 without.
  private static String agreed(String offers, CompressionOptions options) {
    DeflateParameters agreed = decide(offers, options).orElseThrow().parameters();
    return agreed.outgoingWindowBits()
        + (agreed.outgoingTakeover() ? "t" : "")
        + "/"
        + agreed.incomingWindowBits()
        + (agreed.incomingTakeover() ? "t" : "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # offer                            | response                              | agreed
                                             |                                       | 15t/15t
          ; client_max_window_bits           |                                       | 15t/15t
          ; client_max_window_bits=15        |                                       | 15t/15t
          ; client_max_window_bits=14        | ; client_max_window_bits=14           | 15t/14t
          ; client_max_window_bits=8         | ; client_max_window_bits=8            | 15t/8t
          ; client_max_window_bits="10"      | ; client_max_window_bits=10           | 15t/10t
          ; server_max_window_bits=15        | ; server_max_window_bits=15           | 15t/15t
          ; server_max_window_bits=9         | ; server_max_window_bits=9            | 9t/15t
          ; server_max_window_bits=8         | ; server_max_window_bits=8            | 8t/15t
          ; server_no_context_takeover       | ; server_no_context_takeover          | 15/15t
          ; client_no_context_takeover       | ; client_no_context_takeover          | 15t/15
          """)
  void acceptsEachParameter(String offer, String response, String agreed) {
    String name = "permessage-deflate";
    String offered = offer == null ? name : name + offer;
    assertThat(answer(offered, OPTIONS)).isEqualTo(response == null ? name : name + response);
    assertThat(agreed(offered, OPTIONS)).isEqualTo(agreed);
  }

  @Test
  void acceptsAllParametersAtOnceInAnyOrder() {
    String offer =
        "permessage-deflate; client_max_window_bits=9; client_no_context_takeover;"
            + " server_max_window_bits=10; server_no_context_takeover";
    assertThat(answer(offer, OPTIONS))
        .isEqualTo(
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                + " server_max_window_bits=10; client_max_window_bits=9");
    assertThat(agreed(offer, OPTIONS)).isEqualTo("10/9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "unknown=1",
        "Server_No_Context_Takeover",
        "server_no_context_takeover=1",
        "server_no_context_takeover=true",
        "client_no_context_takeover=1",
        "server_no_context_takeover; server_no_context_takeover",
        "client_no_context_takeover; client_no_context_takeover",
        "server_max_window_bits",
        "server_max_window_bits=7",
        "server_max_window_bits=16",
        "server_max_window_bits=0",
        "server_max_window_bits=-8",
        "server_max_window_bits=+8",
        "server_max_window_bits=08",
        "server_max_window_bits=010",
        "server_max_window_bits=1e1",
        "server_max_window_bits=99999999999999999999",
        "server_max_window_bits=10; server_max_window_bits=10",
        "client_max_window_bits=7",
        "client_max_window_bits=16",
        "client_max_window_bits=08",
        "client_max_window_bits=x",
        "client_max_window_bits; client_max_window_bits",
        "client_max_window_bits=10; client_max_window_bits",
      })
  void declinesAnOfferThatIsNotSound(String parameters) {
    assertThat(answer("permessage-deflate; " + parameters, OPTIONS)).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          permessage-deflate; x, permessage-deflate                               | permessage-deflate
          permessage-deflate; server_max_window_bits=10, permessage-deflate       | permessage-deflate; server_max_window_bits=10
          permessage-deflate, permessage-deflate; server_max_window_bits=10       | permessage-deflate
          permessage-deflate; x, permessage-deflate; server_max_window_bits=16, permessage-deflate; server_max_window_bits=12 | permessage-deflate; server_max_window_bits=12
          x-webkit-deflate-frame, permessage-bzip2, permessage-deflate            | permessage-deflate
          permessage-bzip2                                                        | none
          Permessage-Deflate                                                      | none
          permessage-deflate; x, permessage-deflate; y                            | none
          """)
  void takesTheFirstSoundOffer(String offers, String response) {
    assertThat(answer(offers, OPTIONS)).isEqualTo(response);
  }

  @Test
  void noOfferNeedsNoAnswer() {
    assertThat(ServerNegotiation.decide(List.of(), OPTIONS, wanted -> true)).isEmpty();
  }

  // §7.1.2.2: a client that does not offer client_max_window_bits cannot be limited
  @Test
  void limitsItsOwnWindowSilentlyAndTheClientsWhereItMay() {
    CompressionOptions narrow = OPTIONS.withWindowBits(11, 12);
    assertThat(answer("permessage-deflate", narrow)).isEqualTo("permessage-deflate");
    assertThat(agreed("permessage-deflate", narrow)).isEqualTo("11t/15t");

    String limited = "permessage-deflate; client_max_window_bits; server_max_window_bits=13";
    assertThat(answer(limited, narrow))
        .isEqualTo("permessage-deflate; server_max_window_bits=11; client_max_window_bits=12");
    assertThat(agreed(limited, narrow)).isEqualTo("11t/12t");

    String smaller = "permessage-deflate; client_max_window_bits=9; server_max_window_bits=9";
    assertThat(agreed(smaller, narrow)).isEqualTo("9t/9t");
  }

  @Test
  void saysWhatTakeoverItsOptionsForbid() {
    assertThat(answer("permessage-deflate", OPTIONS.withTakeover(false, true)))
        .isEqualTo("permessage-deflate; server_no_context_takeover");
    assertThat(answer("permessage-deflate", OPTIONS.withTakeover(true, false)))
        .isEqualTo("permessage-deflate; client_no_context_takeover");
  }

  @Test
  void doesWithoutTakeoverWhenThereIsNoMemoryForIt() {
    List<DeflateParameters> asked = new ArrayList<>();
    Optional<ServerNegotiation> decision =
        ServerNegotiation.decide(
            Extension.parse(List.of("permessage-deflate; x, permessage-deflate")),
            OPTIONS,
            wanted -> !asked.add(wanted));
    assertThat(asked).containsExactly(new DeflateParameters(15, true, 15, true));
    assertThat(decision.orElseThrow().response().toExtension())
        .hasToString("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    assertThat(decision.orElseThrow().parameters())
        .isEqualTo(new DeflateParameters(15, false, 15, false));
  }

  @Test
  void asksForNoMemoryWhenItKeepsNothing() {
    String offer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    assertThat(
            ServerNegotiation.decide(
                Extension.parse(List.of(offer)),
                OPTIONS,
                wanted -> {
                  throw new AssertionError(wanted);
                }))
        .isPresent();
  }
}
