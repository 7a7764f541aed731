package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
  @ParameterizedTest
  @CsvSource({"1,1", "65536,65536", "64k,65536", "64KB,65536", "10m,10485760", "1g,1073741824"})
  void bytes(String text, long bytes) {
    assertThat(new ByteSize().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "-1", "1.5k", "1t", "9999999999"})
  void notBytes(String text) {
    assertThatThrownBy(() -> new ByteSize().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is not a size");
  }

  @Test
  void noBytesAtAllIsNoSize() {
    assertThatThrownBy(() -> new ByteSize().convert("0k"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("a size is at least 1 byte");
  }

  @Test
  void seconds() {
    assertThat(new Seconds().convert("5")).isEqualTo(Duration.ofSeconds(5));
    assertThat(new Seconds().convert("0.25")).isEqualTo(Duration.ofMillis(250));
    assertThat(new Patience().convert("2")).isEqualTo(Duration.ofSeconds(2));
    assertThat(new Patience().convert("forever")).isEqualTo(Patience.FOREVER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1s", "1e9", "NaN"})
  void notSeconds(String text) {
    assertThatThrownBy(() -> new Patience().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is not a number of seconds");
  }

  @ParameterizedTest
  @CsvSource({
    "none, no proxy",
    "http://localhost:3128, HTTP proxy localhost:3128",
    "http://me:p%40ss@proxy.example:80, HTTP proxy proxy.example:80",
    "socks5://me:pass@[::1]:1080, SOCKS5 proxy ::1:1080",
    "socks5h://localhost:1080, SOCKS5 proxy localhost:1080",
  })
  void proxies(String text, String proxy) {
    assertThat(new ProxyUrl().convert(text)).hasToString(proxy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:3128",
        "http://localhost",
        "https://localhost:443",
        "http://secret@localhost:3128",
        "http://me:secret@",
        "http://me:se cret@localhost:1",
        "",
      })
  void notProxies(String text) {
    assertThatThrownBy(() -> new ProxyUrl().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("a proxy is written ")
        .hasMessageNotContaining("secret");
  }
}
