package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HexViewTest {
  @Test
  void showsOffsetHexAndAscii() {
    byte[] bytes = "The tide comes in.\n\u007f".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(HexView.of(bytes))
        .isEqualTo(
            """
            binary, 20 bytes
            00000000  54 68 65 20 74 69 64 65  20 63 6f 6d 65 73 20 69  The tide comes i
            00000010  6e 2e 0a 7f                                       n...
            """);
  }

  @Test
  void fillsWholeLines() {
    assertThat(HexView.of(new byte[16]))
        .isEqualTo(
            """
            binary, 16 bytes
            00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  ................
            """);
    assertThat(HexView.of(new byte[0])).isEqualTo("binary, 0 bytes\n");
    assertThat(HexView.of(new byte[] {(byte) 0xff})).endsWith("  .\n").contains("  ff  ");
  }
}
