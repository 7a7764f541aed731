package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @Test
  void isCutAtSlashesBeforeItIsDecoded() throws RefusedException {
    Target target = Target.parse("/chat/caf%C3%A9%2Fbar/x");

    assertThat(target.segments()).containsExactly("chat", "café/bar", "x");
    assertThat(target.path()).isEqualTo("/chat/café/bar/x");
  }

  @Test
  void keepsQueryParametersInOrderWithRepeatedOnes() throws RefusedException {
    Target target = Target.parse("/?b=1&a=x%26y&b=2&flag&&plus=a+b&=v&eq=a=b");

    assertThat(target.query().keySet()).containsExactly("b", "a", "flag", "plus", "", "eq");
    assertThat(target.query())
        .containsEntry("b", List.of("1", "2"))
        .containsEntry("a", List.of("x&y"))
        .containsEntry("flag", List.of(""))
        .containsEntry("plus", List.of("a b"))
        .containsEntry("", List.of("v"))
        .containsEntry("eq", List.of("a=b"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.com/a, /a",
    "HTTPS://example.com:8443/a/, /a/",
    "http://example.com, /",
    "http://example.com?x, /",
    "/a?u=http://example.com/b, /a",
    "/, /",
    "*, *"
  })
  void takesTheFormsOfRfc9112(String raw, String path) throws RefusedException {
    assertThat(Target.parse(raw).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "",
        "?x",
        "example.com:443",
        "ftp://example.com/",
        "/a#b",
        "/%",
        "/%4",
        "/%zz",
        "/%C3",
        "/%ED%A0%80",
        "/%00",
        "/?a=%",
        "/?%FF=1",
        "/a/../b",
        "/.",
        "/a/%2e%2e/b",
        "/a/..%2Fb",
        "/a/..%5Cb",
        "/\u00e9"
      })
  void refusesWhatIsMalformedWith400(String raw) {
    assertThatThrownBy(() -> Target.parse(raw))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal().status()).isEqualTo(400));
  }

  @Test
  void takesDotsThatAreNotAWholeSegment() throws RefusedException {
    assertThat(Target.parse("/.well-known/a..b/...").path()).isEqualTo("/.well-known/a..b/...");
  }
}
