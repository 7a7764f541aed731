package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {
  @ParameterizedTest
  @CsvSource({
    // origin, host, may connect
    "http://example.com,            example.com,          true",
    "https://example.com,           example.com,          true",
    "http://example.com,            example.com:80,       true",
    "https://example.com,           example.com:443,      true",
    "https://example.com:443,       example.com,          true",
    "http://example.com:80,         example.com,          true",
    "http://localhost:8080,         localhost:8080,       true",
    "http://EXAMPLE.com,            example.COM,          true",
    "HTTP://example.com,            example.com,          true",
    "http://[::1]:8080,             [::1]:8080,           true",
    "http://[2001:DB8::1],          [2001:db8::1],        true",
    "http://127.0.0.1,              127.0.0.1,            true",
    "http://my_host,                my_host,              true",
    "http://example.com,            example.com:443,      false",
    "https://example.com,           example.com:80,       false",
    "http://example.com:8080,       example.com,          false",
    "http://example.com,            example.com:8080,     false",
    "http://localhost:8080,         localhost:8081,       false",
    "http://localhost:8080,         127.0.0.1:8080,       false",
    "http://evil.example,           example.com,          false",
    "http://example.com.evil.org,   example.com,          false",
    "http://evilexample.com,        example.com,          false",
    "http://www.example.com,        example.com,          false",
    "http://example.com@evil.org,   evil.org,             false",
    "http://example.com.,           example.com,          false",
    "http://[::2],                  [::1],                false",
    "http://example.com/,           example.com,          false",
    "http://example.com/path,       example.com,          false",
    "http://example.com http://b,   example.com,          false",
    "http://exam\u017fple.com,      example.com,          false",
    "example.com,                   example.com,          false",
    "//example.com,                 example.com,          false",
    "://example.com,                example.com,          false",
    "http:example.com,              example.com,          false",
    "http://,                       example.com,          false",
    "http://example.com:99999,      example.com,          false",
    "capacitor://localhost,         localhost,            false",
    "file://,                       localhost,            false",
    "null,                          null,                 false",
    "'',                            example.com,          false",
    "http://example.com,            '',                   false",
    "http://example.com,            a b,                  false",
  })
  void aPageConnectsToTheHostAndPortThatItCameFrom(String origin, String host, boolean allowed) {
    assertThat(OriginRule.sameOrigin().allows(origin, host)).isEqualTo(allowed);
    assertThat(OriginRule.allow(List.of()).allows(origin, host)).isEqualTo(allowed);
    assertThat(OriginRule.any().allows(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example,           true",
    "https://APP.example,           true",
    "https://app.example:443,       true",
    "http://dev.example:3000,       true",
    "capacitor://localhost,         true",
    "http://[::1]:9000,             true",
    "http://socket.example,         true",
    "http://app.example,            false",
    "https://app.example:8443,      false",
    "https://sub.app.example,       false",
    "https://app.example.evil.org,  false",
    "http://dev.example,            false",
    "capacitor://localhost:1,       false",
    "null,                          false",
  })
  void listedOriginsConnectBesideTheServersOwn(String origin, boolean allowed) {
    OriginRule rule =
        OriginRule.allow(
            List.of(
                "https://app.example",
                "http://dev.example:3000",
                "capacitor://localhost",
                "http://[::1]:9000"));
    assertThat(rule.allows(origin, "socket.example")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "null",
        "example.com",
        "https://",
        "https://example.com/",
        "https://example.com/path",
        "https://*.example.com",
        "https://user@example.com",
        "https://example.com:port",
        "https://example.com:65536",
        "https://b\u00fccher.example",
        "1http://example.com",
        "https://a b",
        "https://[::1",
      })
  void aListEntryThatIsNoOriginIsRefusedAtOnce(String entry) {
    List<String> entries = List.of("https://fine.example", entry);
    assertThatThrownBy(() -> OriginRule.allow(entries))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Echo.quote(entry))
        .hasMessageContaining("scheme://host");
  }

  @Test
  void aRuleSaysWhatItAllows() {
    assertThat(OriginRule.sameOrigin()).hasToString("same origin");
    assertThat(OriginRule.any()).hasToString("any origin");
    assertThat(OriginRule.allow(List.of("https://app.example", "app://x")))
        .hasToString("same origin or one of [app://x, https://app.example:443]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "a",
        "1.2.3.4",
        "a-b_c.d~e",
        "[::1]",
        "[::ffff:1.2.3.4]",
        "a:",
        "a:0",
        "a:65535",
        "[::1]:8080",
        "xn--bcher-kva.example"
      })
  void aHostIsANameOrAnAddressAndPerhapsAPort(String text) {
    assertThat(Authority.parse(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "a b",
        "a,b",
        "a/b",
        "a?b",
        "a#b",
        "a@b",
        "a:b",
        "a:-1",
        "a:+1",
        "a:65536",
        "a:999999",
        "a:1:2",
        "::1",
        "[]",
        "[",
        "]",
        "[::1",
        "[::1]x",
        "[::1]]",
        "[:::1]",
        "[1.2.3.4]",
        "[g::]",
        "[1:2:3]",
        "[::1%lo]",
        "[::1%25lo]",
        "[v1.a]",
        "a%41",
        "\u00e4",
        "a\0",
        "a:\u0661"
      })
  void anythingElseIsNoHost(String text) {
    assertThat(Authority.parse(text)).isEmpty();
  }
}
