package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Bytes that are UTF-8, and all kinds of bytes that are not (RFC 3629 §3, §4).
final class Utf8Samples {
  /// @param id such as `surrogate.d800`
  @SuppressWarnings("ArrayRecordComponent") // samples are not compared
  record Sample(String id, String title, byte[] bytes) {}

  static final List<Sample> GOOD =
      Stream.concat(
              Stream.of(
                  text("ascii", "Hello-µ@ßöäüàá-UTF-8!!"),
                  text("greek", "κόσμε"),
                  text("han", "你好，世界"),
                  text("hebrew", "שלום"),
                  text("emoji", "👩‍👩‍👧‍👦 🏴 🇪🇺"),
                  text("combining", "e\u0301 o\u0308\u0323"),
                  text("byte-order-mark", "\ufefftext"),
                  text("nul", "a\0b")),
              Stream.of(
                      // the first and the last of each length, and those next to the surrogates
                      0,
                      1,
                      0x7f,
                      0x80,
                      0x7ff,
                      0x800,
                      0xfff,
                      0x1000,
                      0xd7ff,
                      0xe000,
                      0xfffd,
                      // characters that are none, which may be interchanged all the same
                      0xfdd0,
                      0xfdef,
                      0xfffe,
                      0xffff,
                      0x10000,
                      0x1fffe,
                      0x1ffff,
                      0x3ffff,
                      0x7fffe,
                      0x8ffff,
                      0xffffe,
                      0xfffff,
                      0x100000,
                      0x10fffe,
                      0x10ffff)
                  .map(Utf8Samples::codePoint))
          .toList();

  /// Each is bad at its last byte at the latest, whatever follows.
  static final List<Sample> BAD =
      Stream.of(
              Stream.of(
                  bad("continuation.80", "A lone continuation byte", "80"),
                  bad("continuation.bf", "The last continuation byte, alone", "bf"),
                  bad("continuation.many", "Six lone continuation bytes", "80bf80bf80bf"),
                  bad("continuation.third", "One continuation byte too many", "c3a4a4"),
                  bad("short.2", "The first of 2 bytes, then a space", "c320"),
                  bad("short.3.1", "The first of 3 bytes, then a space", "e220"),
                  bad("short.3.2", "Two of 3 bytes, then a space", "e28220"),
                  bad("short.4.1", "The first of 4 bytes, then a space", "f020"),
                  bad("short.4.2", "Two of 4 bytes, then a space", "f09f20"),
                  bad("short.4.3", "Three of 4 bytes, then a space", "f09f9820"),
                  bad("short.then-character", "Two of 3 bytes, then a character", "e282e282ac"),
                  bad("impossible.fe", "A byte that is never used", "fe"),
                  bad("impossible.ff", "A byte that is never used", "ff"),
                  bad("impossible.all", "Bytes that are never used", "fefeffff"),
                  bad("overlong.2.first", "An overlong NUL in 2 bytes", "c080"),
                  bad("overlong.2.slash", "An overlong slash in 2 bytes", "c0af"),
                  bad("overlong.2.last", "The last overlong 2 bytes", "c1bf"),
                  bad("overlong.3.first", "An overlong NUL in 3 bytes", "e08080"),
                  bad("overlong.3.slash", "An overlong slash in 3 bytes", "e080af"),
                  bad("overlong.3.last", "The last overlong 3 bytes", "e09fbf"),
                  bad("overlong.4.first", "An overlong NUL in 4 bytes", "f0808080"),
                  bad("overlong.4.slash", "An overlong slash in 4 bytes", "f08080af"),
                  bad("overlong.4.last", "The last overlong 4 bytes", "f08fbfbf"),
                  bad("five-bytes.first", "The first form of 5 bytes", "f888808080"),
                  bad("five-bytes.overlong", "An overlong NUL in 5 bytes", "f880808080"),
                  bad("five-bytes.last", "The last form of 5 bytes", "fbbfbfbfbf"),
                  bad("six-bytes.first", "The first form of 6 bytes", "fc8480808080"),
                  bad("six-bytes.overlong", "An overlong NUL in 6 bytes", "fc8080808080"),
                  bad("six-bytes.last", "The last form of 6 bytes", "fdbfbfbfbfbf"),
                  bad("above.110000", "U+110000, above the last one", "f4908080"),
                  bad("above.13ffff", "U+13FFFF", "f48fbfbff4bfbfbf"),
                  bad("above.140000", "U+140000", "f5808080"),
                  bad("above.1fffff", "U+1FFFFF", "f7bfbfbf")),
              Stream.of("d800", "db7f", "db80", "dbff", "dc00", "df80", "dfff")
                  .map(Utf8Samples::surrogate),
              Stream.of(
                  bad("surrogate.pair.first", "A pair of surrogates (CESU-8)", "eda080edb080"),
                  bad("surrogate.pair.last", "A pair of surrogates (CESU-8)", "edafbfedbfbf"),
                  bad("latin-1", "Text in ISO 8859-1", "e9743f")))
          .flatMap(kind -> kind)
          .toList();

  /// The beginnings of characters, which only the end of the message makes bad.
  static final List<Sample> CUT =
      List.of(
          bad("2", "A message that ends after the first of 2 bytes", "ce"),
          bad("3.1", "A message that ends after the first of 3 bytes", "e2"),
          bad("3.2", "A message that ends after two of 3 bytes", "e282"),
          bad("4.1", "A message that ends after the first of 4 bytes", "f0"),
          bad("4.2", "A message that ends after two of 4 bytes", "f09f"),
          bad("4.3", "A message that ends after three of 4 bytes", "f09f98"));

  /// Sequences up to the first byte after which nothing can make them good.
  static final List<Sample> FIRST_BAD_BYTE =
      List.of(
          bad("overlong.2", "The first byte of an overlong form", "c0"),
          bad("overlong.3", "Two bytes of an overlong form", "e080"),
          bad("overlong.4", "Two bytes of an overlong form", "f080"),
          bad("surrogate", "Two bytes of a surrogate", "eda0"),
          bad("above.2", "Two bytes of what is above U+10FFFF", "f490"),
          bad("above.1", "The first byte of what is above U+10FFFF", "f5"),
          bad("five-bytes", "The first of 5 bytes", "f8"));

  private Utf8Samples() {}

  private static Sample text(String id, String text) {
    return new Sample(id, "Text: " + id, text.getBytes(UTF_8));
  }

  private static Sample codePoint(int codePoint) {
    String hex = String.format(Locale.ROOT, "%04x", codePoint);
    String title = "U+" + hex.toUpperCase(Locale.ROOT);
    return new Sample("u." + hex, title, Character.toString(codePoint).getBytes(UTF_8));
  }

  private static Sample bad(String id, String title, String hex) {
    return new Sample(id, title, HexFormat.of().parseHex(hex));
  }

  private static Sample surrogate(String hex) {
    int unit = HexFormat.fromHexDigits(hex);
    byte[] bytes = {
      (byte) 0xed, (byte) (0x80 | ((unit >> 6) & 0x3f)), (byte) (0x80 | (unit & 0x3f))
    };
    return new Sample("surrogate." + hex, "The surrogate U+" + hex, bytes);
  }
}
