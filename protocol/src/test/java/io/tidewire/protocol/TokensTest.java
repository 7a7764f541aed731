package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokensTest {
  // RFC 9110 §5.6.2, written out
  private static final String TOKEN_CHARS =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @Test
  void aTokenHoldsExactlyTheCharactersOfTheGrammar() {
    String found =
        IntStream.rangeClosed(0, 0xffff)
            .filter(c -> Tokens.isToken(Character.toString(c)))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    assertThat(found.chars().boxed())
        .containsExactlyInAnyOrderElementsOf(TOKEN_CHARS.chars().boxed().toList());
    assertThat(Tokens.isToken("")).isFalse();
  }

  @Test
  void onlyTheCaseOfAsciiLettersIsIgnored() {
    assertThat(Tokens.equalsIgnoreCase("WebSocket", "websocket")).isTrue();
    assertThat(Tokens.equalsIgnoreCase("websocket", "websockets")).isFalse();
    assertThat(Tokens.equalsIgnoreCase("[", "{")).isFalse();
    assertThat(Tokens.equalsIgnoreCase("@", "`")).isFalse();
    // String.equalsIgnoreCase takes the long s for an s and the Kelvin sign for a k.
    assertThat(Tokens.equalsIgnoreCase("web\u017focket", "websocket")).isFalse();
    assertThat(Tokens.equalsIgnoreCase("websoc\u212aet", "websocket")).isFalse();
  }

  @Test
  void emptyListElementsDoNotCount() {
    assertThat(Tokens.elements(List.of(",a, ,\tb c\t,", "", " ", "d")))
        .containsExactly("a", "b c", "d");
  }

  @Test
  void peersTextIsShownShortOnOneLineAndInAscii() {
    assertThat(Echo.quote("plain text")).isEqualTo("\"plain text\"");
    assertThat(Echo.quote("a\r\nb\0\u001b[31m\u00e4\u202e\"")).isEqualTo("\"a??b??[31m??'\"");
    assertThat(Echo.quote("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
    assertThat(Echo.quote("x".repeat(1_000_000))).isEqualTo("\"" + "x".repeat(80) + "...\"");
  }
}
