package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflationTest {
  private static final byte[][] MESSAGES = {
    new byte[0],
    Payload.ascii(1),
    Payload.json(100),
    Payload.repeated(20_000, 3),
    Payload.json(200_000),
    Payload.bytes(70_000),
    new byte[100_000],
    Payload.json(100)
  };

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 12, 14, 15})
  void whatWeCompressIsRestoredWithinItsWindow(int bits) throws Exception {
    for (boolean takeover : new boolean[] {true, false}) {
      try (Deflation deflation = new Deflation(bits, takeover)) {
        Inflation inflation = new Inflation(bits, takeover);
        for (byte[] message : MESSAGES) {
          assertThat(inflation.inflate(deflation.deflate(message))).isEqualTo(message);
        }
      }
    }
  }

  @Test
  void blocksByHandAreRestored() throws Exception {
    byte[] blocks =
        new Blocks()
            .stored(ascii("ab"))
            .fixed()
            .literals(ascii("cd"))
            .match(258, 4)
            .match(3, 1)
            .end()
            .message();
    String text = new String(new Inflation(15, false).inflate(blocks), US_ASCII);
    assertThat(text).isEqualTo("abcd".repeat(65) + "ab" + "bbb");
  }

  @Test
  void everyLengthAndDistanceIsRestored() throws Exception {
    byte[] text = Payload.repeated(32_768, 1);
    for (int length = 3; length <= 258; length++) {
      int distance = 1 + (length - 3) * 32_767 / 255;
      Inflation inflation = new Inflation(15, true);
      inflation.inflate(new Blocks().stored(text).message());
      byte[] again =
          inflation.inflate(new Blocks().fixed().match(length, distance).end().message());
      assertThat(again).hasSize(length);
      assertThat(again[0]).isEqualTo(text[text.length - distance]);
    }
  }

  @Test
  void aWindowThatIsExceededIsNoticed() throws Exception {
    byte[] far = Payload.repeated(600, 2);
    byte[] payload;
    try (Deflation large = new Deflation(15, true)) {
      payload = large.deflate(far);
    }
    assertThat(new Inflation(10, true).inflate(payload)).isEqualTo(far);
    assertThatThrownBy(() -> new Inflation(9, true).inflate(payload))
        .hasMessage("a distance of 600 in a window of 512 (RFC 7692 §7.1.2)");
  }

  @Test
  void takeoverThatWasNotAgreedIsNoticed() throws Exception {
    Inflation inflation = new Inflation(15, false);
    assertThat(inflation.inflate(hex("f248cdc9c90700"))).isEqualTo(ascii("Hello"));
    assertThatThrownBy(() -> inflation.inflate(hex("f200110000")))
        .hasMessageContaining("without takeover");
  }

  @ParameterizedTest
  @ValueSource(strings = {"07", "f248cd", "000500faef48656c6c6f00", "000500faff4865", "ffff"})
  void damageIsNoticed(String payload) {
    assertThatThrownBy(() -> new Inflation(15, true).inflate(hex(payload)))
        .isInstanceOf(BadDeflateException.class);
  }

  @Test
  void blocksMayFollowOneThatIsFinal() throws Exception {
    byte[] payload =
        new Blocks()
            .fixedFinal()
            .literals(ascii("Hello"))
            .end()
            .align()
            .stored(ascii(", you"))
            .message();
    assertThat(new Inflation(15, true).inflate(payload)).isEqualTo(ascii("Hello, you"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
