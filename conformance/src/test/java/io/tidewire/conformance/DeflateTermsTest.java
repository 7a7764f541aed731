package io.tidewire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateTermsTest {
  @Test
  void readsAllParameters() {
    assertThat(
            terms(
                "x; a, permessage-deflate ;client_max_window_bits; server_max_window_bits = \"10\" "
                    + "; server_no_context_takeover;client_no_context_takeover"))
        .contains(new DeflateTerms(true, true, 10, DeflateTerms.NO_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; unknown",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate;",
        "permessage-deflate; a=\"1"
      })
  void refusesWhatIsNotInOrder(String header) {
    assertThat(terms(header)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' | ''",
        "server_max_window_bits=10 | server_max_window_bits=10 | ''",
        "server_max_window_bits=10 | server_max_window_bits=9 | ''",
        "server_max_window_bits=10 | server_max_window_bits=11 | larger",
        "server_max_window_bits=15 | '' | missing",
        "'' | server_max_window_bits=9 | ''",
        "server_no_context_takeover | '' | missing",
        "'' | server_no_context_takeover; client_no_context_takeover | ''",
        "client_max_window_bits | client_max_window_bits=9 | ''",
        "client_max_window_bits | client_max_window_bits | no value",
        "client_max_window_bits=10 | client_max_window_bits=11 | ''",
        "'' | client_max_window_bits=15 | not offered"
      })
  void comparesAnswersWithOffers(String offer, String answer, String wrong) {
    String found = of(answer).wrongAfter(of(offer));
    if (wrong.isEmpty()) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).contains(wrong);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' | 15",
        "client_max_window_bits | '' | 15",
        "client_max_window_bits | client_max_window_bits=9 | 9",
        "client_max_window_bits=10 | '' | 10",
        "client_max_window_bits=10 | client_max_window_bits=9 | 9",
        "client_max_window_bits=10 | client_max_window_bits=11 | 10"
      })
  void aClientKeepsToTheSmallerOfAnswerAndOffer(String offer, String answer, int bits) {
    DeflateTerms agreed = of(answer).after(of(offer));
    assertThat(agreed.windowBits(Side.CLIENT)).isEqualTo(bits);
    assertThat(agreed.windowBits(Side.SERVER)).isEqualTo(15);
  }

  @Test
  void aClientKeepsToTheTakeoverItGaveUp() {
    DeflateTerms agreed = of("").after(of("client_no_context_takeover"));
    assertThat(agreed.takeover(Side.CLIENT)).isFalse();
    assertThat(agreed.takeover(Side.SERVER)).isTrue();
  }

  @Test
  void anAnswerMayLimitTheClientLessThanOffered() {
    DeflateTerms answer = of("client_max_window_bits=11");
    assertThat(answer.limitsClientLess(of("client_max_window_bits=10"))).isTrue();
    assertThat(answer.limitsClientLess(of("client_max_window_bits=11"))).isFalse();
    assertThat(answer.limitsClientLess(of("client_max_window_bits"))).isFalse();
  }

  private static DeflateTerms of(String parameters) {
    return terms("permessage-deflate" + (parameters.isEmpty() ? "" : "; " + parameters))
        .orElseThrow();
  }

  private static Optional<DeflateTerms> terms(String header) {
    return OfferedExtension.parse(List.of(header)).flatMap(DeflateTerms::of);
  }
}
