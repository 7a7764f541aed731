package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidewire.protocol.Extension.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionTest {
  private static final String TOKEN_CHARS = "!#$%&'*+-.^_`|~019AZaz";

  static Stream<Arguments> legalValues() {
    return Stream.of(
        arguments("foo", "foo"),
        arguments("foo, bar", "foo, bar"),
        arguments("foo,bar", "foo, bar"),
        arguments("foo; x", "foo; x"),
        arguments("foo; x=10", "foo; x=10"),
        arguments("foo;x=1;y;x=2", "foo; x=1; y; x=2"),
        arguments("foo; x=\"10\"", "foo; x=10"),
        arguments("foo; x=\"\\1\\0\"", "foo; x=10"),
        arguments("foo; x=\"a\\bc\" , bar", "foo; x=abc, bar"),
        arguments("  foo  ;\tx  =\t1  ,\tbar ", "foo; x=1, bar"),
        arguments(",, foo,, ,bar,", "foo, bar"),
        arguments("foo; a=1, foo; a=2, foo", "foo; a=1, foo; a=2, foo"),
        arguments("!#$%&'*+-.^_`|~", "!#$%&'*+-.^_`|~"),
        arguments(
            "permessage-deflate; client_max_window_bits; server_max_window_bits=\"10\"",
            "permessage-deflate; client_max_window_bits; server_max_window_bits=10"));
  }

  @ParameterizedTest
  @MethodSource("legalValues")
  void theWholeGrammarIsRead(String value, String formatted) {
    assertThat(Extension.format(Extension.parse(List.of(value)))).isEqualTo(formatted);
  }

  @Test
  void theExampleOfTheRfcIsReadInItsParts() {
    // RFC 6455 §9.1
    assertThat(Extension.parse(List.of("mux; max-channels=4; flow-control, deflate-stream")))
        .containsExactly(
            new Extension(
                "mux",
                List.of(
                    new Parameter("max-channels", Optional.of("4")),
                    new Parameter("flow-control", Optional.empty()))),
            new Extension("deflate-stream", List.of()));
  }

  @Test
  void repeatedFieldsAreOneList() {
    // RFC 6455 §9.1: "is exactly equivalent to"
    assertThat(Extension.parse(List.of("foo", "", "bar; baz=2")))
        .isEqualTo(Extension.parse(List.of("foo, bar; baz=2")));
  }

  @Test
  void noFieldMeansNoExtension() {
    assertThat(Extension.parse(List.of())).isEmpty();
  }

  static Stream<Arguments> brokenValues() {
    return Stream.of(
        arguments("", "names no extension"),
        arguments(" , ,", "names no extension"),
        arguments(";", "there is \";\" at character 1 where the name of an extension should be"),
        arguments("foo bar", "there is \"b\" at character 5 where a comma, a semicolon or the end"),
        arguments("foo;", "the value ends at character 5 where the name of a parameter"),
        arguments("foo; ,bar", "there is \",\" at character 6 where the name of a parameter"),
        arguments("foo;;x", "there is \";\" at character 5 where the name of a parameter"),
        arguments("foo; =1", "there is \"=\" at character 6 where the name of a parameter"),
        arguments("foo; x=", "the value ends at character 8 where the value of a parameter"),
        arguments("foo; x=;y", "there is \";\" at character 8 where the value of a parameter"),
        arguments("foo; x=1 2", "there is \"2\" at character 10 where a comma"),
        arguments("foo; x==1", "there is \"=\" at character 8"),
        arguments("foo=1", "there is \"=\" at character 4"),
        arguments("\"foo\"", "there is \"'\" at character 1 where the name of an extension"),
        arguments("foo; x=\"1", "the value ends at character 10 where the closing quote"),
        arguments("foo; x=\"1\\", "the value ends at character 11 where a character after the"),
        arguments("foo; x=\"\\\"", "begins at character 8"),
        arguments("foo; x=\"\"", "at character 8 must hold a token, and \"\" is not one"),
        arguments("foo; x=\"a b\"", "must hold a token, and \"a b\" is not one"),
        arguments("foo; x=\"a\\\"b\"", "must hold a token"),
        arguments("foo; x=\"a,b\"", "must hold a token"),
        arguments("foo; x=\"1\"2", "there is \"2\" at character 11"),
        arguments("foo\0", "there is \"?\" at character 4"),
        arguments("f\u00e4", "there is \"?\" at character 2"),
        arguments("foo\u000bbar", "there is \"?\" at character 4"));
  }

  @ParameterizedTest
  @MethodSource("brokenValues")
  void aBrokenValueIsRefusedWithItsPosition(String value, String message) {
    assertThatThrownBy(() -> Extension.parse(List.of(value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Sec-WebSocket-Extensions")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;b", "a\"", "a\r\nb"})
  void whatIsNoTokenCannotBePutIntoAField(String text) {
    assertThatThrownBy(() -> new Extension(text, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Parameter(text, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Parameter("x", Optional.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsFormattedReadsTheSameAgain() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      List<Extension> extensions = some(random, ExtensionTest::extension);
      assertThat(Extension.parse(List.of(Extension.format(extensions)))).isEqualTo(extensions);
      assertThat(Extension.parse(List.of(disguised(extensions, random)))).isEqualTo(extensions);
    }
  }

  @Test
  void garbageIsReadOrRefusedAndNothingElse() {
    Random random = new Random(2);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      refused += isRefused(text(random, "ab,;=\"\\ \t\0\u00e9", 12)) ? 1 : 0;
    }
    assertThat(refused).isBetween(1, 49_999);
  }

  @Test
  void aValueOfAMegabyteIsReadInOneGo() {
    assertThat(Extension.parse(List.of("a".repeat(1 << 20)))).hasSize(1);
    assertThat(Extension.parse(List.of("a;b,".repeat(1 << 18)))).hasSize(1 << 18);
    assertThat(Extension.parse(List.of("a" + " ;b".repeat(1 << 18)))).hasSize(1);
    assertThat(isRefused(",".repeat(1 << 20))).isTrue();
    assertThat(isRefused("a;b=\"" + "\\".repeat(1 << 20))).isTrue();
  }

  private static boolean isRefused(String value) {
    try {
      List<Extension> extensions = Extension.parse(List.of(value));
      assertThat(Extension.parse(List.of(Extension.format(extensions)))).isEqualTo(extensions);
      return false;
    } catch (IllegalArgumentException refusal) {
      assertThat(refusal).hasMessageMatching("[ -~]{10,250}");
      return true;
    }
  }

  private static Extension extension(Random random) {
    return new Extension(token(random), some(random, ExtensionTest::parameter));
  }

  private static Parameter parameter(Random random) {
    Optional<String> value = Optional.of(token(random)).filter(any -> random.nextBoolean());
    return new Parameter(token(random), value);
  }

  private static <T> List<T> some(Random random, Function<Random, T> maker) {
    return Stream.generate(() -> maker.apply(random)).limit(1 + random.nextInt(3)).toList();
  }

  private static String token(Random random) {
    return "x" + text(random, TOKEN_CHARS, 5);
  }

  private static String text(Random random, String alphabet, int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(maxLength + 1); left > 0; left--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /// The same list as another peer might write it: quoted, with spaces and empty elements.
  private static String disguised(List<Extension> extensions, Random random) {
    StringBuilder text = new StringBuilder();
    for (Extension extension : extensions) {
      text.append(extension.name());
      for (Parameter parameter : extension.parameters()) {
        text.append(spaced(";", random)).append(parameter.name());
        parameter
            .value()
            .ifPresent(value -> text.append(spaced("=", random)).append(quoted(value, random)));
      }
      text.append(spaced(",", random)).append(random.nextBoolean() ? " , " : "");
    }
    return text.toString();
  }

  private static String spaced(String separator, Random random) {
    return text(random, " \t", 2) + separator + text(random, " \t", 2);
  }

  private static String quoted(String value, Random random) {
    StringBuilder text = new StringBuilder("\"");
    value.chars().forEach(c -> text.append(random.nextBoolean() ? "\\" : "").append((char) c));
    return text.append('"').toString();
  }
}
