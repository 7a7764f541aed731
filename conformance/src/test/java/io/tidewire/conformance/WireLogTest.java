package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.conformance.WireLog.Direction;
import org.junit.jupiter.api.Test;

/// What a failed test shows of the wire.
class WireLogTest {
  @Test
  void aHeadIsShownAsTextAndWhatFollowsIsNot() {
    assertThat(shown("HTTP/1.1 101 ü\r\nA: \\\r\n\r\n\u0081\u0000"))
        .endsWith("sent 26 bytes: \"HTTP/1.1 101 \\xfc\\r\\nA: \\\\\\r\\n\\r\\n\" 8100");
  }

  @Test
  void aHeadWithoutItsEndIsText() {
    assertThat(shown("GET / HTTP/1.1\r\nHost")).endsWith(": \"GET / HTTP/1.1\\r\\nHost\" ");
  }

  @Test
  void framesAreShownInHexadecimalUpTo256Bytes() {
    assertThat(shown("\u0081\u0001a")).endsWith("sent 3 bytes: 810161");
    assertThat(shown("\u0081".repeat(257))).endsWith(": " + "81".repeat(256) + "…");
  }

  private static String shown(String bytes) {
    WireLog log = new WireLog();
    log.add(0, Direction.SENT, bytes.getBytes(ISO_8859_1), 1);
    return log.entries().getFirst().toString();
  }
}
