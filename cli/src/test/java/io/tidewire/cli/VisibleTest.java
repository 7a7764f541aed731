package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void showsControlCharacters() {
    assertThat(Visible.text("\u001b[2J a\u0000\u007f\u009b")).isEqualTo("␛[2J a␀\\x7f\\x9b");
  }

  @Test
  void leavesTextAsItIs() {
    assertThat(Visible.text("a\tb\nc 😀 ü")).isEqualTo("a\tb\nc 😀 ü");
  }

  @Test
  void lineStaysOneLine() {
    assertThat(Visible.line("a\r\nb\tc")).isEqualTo("a␍␊b\tc");
  }
}
