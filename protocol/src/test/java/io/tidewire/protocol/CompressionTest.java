package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7692 §6 as the engine sees it: what RSV1 marks is restored, and counts as it is restored.
class CompressionTest {
  // "Hello", as RFC 7692 §7.2.3.1 has it
  private static final String HELLO = "F2 48 CD C9 C9 07 00";

  @RegisterExtension final Wire wire = new Wire().compressed();

  @Test
  void aCompressedMessageIsRestored() {
    wire.receives("C1 07" + HELLO).then("text Hello");
  }

  @Test
  void itMayComeInFragmentsOfWhichTheFirstAloneHasRsv1() {
    wire.receives("41 03 F2 48 CD  89 00  80 04 C9 C9 07 00")
        .then("sent 8A 00", "ping ", "text Hello");
  }

  @Test
  void plainMessagesMayComeBetweenCompressedOnes() {
    wire.receives("C1 07" + HELLO + "81 02 6869 C2 07" + HELLO)
        .then("text Hello", "text hi", "binary 48656C6C6F");
  }

  @Test
  void fragmentsOfAPlainMessageStayAsTheyAre() {
    wire.receives("C1 07" + HELLO + "01 02 6869 00 00 80 02 6A6B").then("text Hello", "text hijk");
  }

  @Test
  void anEmptyMessageMayBeCompressed() {
    wire.receives("C1 01 00").then("text ");
  }

  @Test
  void aMessageMayBeLargerThanTheBufferThatItPassesThrough() {
    String message = "tidewire ".repeat(20);
    wire.receives(frame("C1", message)).then("text " + message);
  }

  @Test
  void itMayComeInParts() {
    String message = "tidewire ".repeat(20);
    wire.delivery(Delivery.PARTS).receives(frame("C1", message)).then("text " + message);
  }

  @Test
  void randomBytesComeOutAsTheyWentIn() {
    byte[] bytes = new byte[120];
    new Random(7692).nextBytes(bytes);
    wire.receives(frame("C2", bytes)).then("binary " + Hex.of(bytes));
  }

  @Test
  void restoredTextIsCheckedAsUtf8() {
    wire.receives(frame("C1", Hex.bytes("61 FF")))
        .then(closed(1007, "a text message is not valid UTF-8"));
  }

  @Test
  void aBombStopsAtTheLimit() {
    byte[] bomb = JdkDecompressor.compress(new byte[100_000]);
    assertThat(bomb.length).isLessThan(125);
    wire.limits(new Limits(90, 1000, 10))
        .receives(frame("C2", new byte[100_000]))
        .then(closed(1009, "a message is over the limit of 90 bytes"));
    assertThat(wire.peakMemory()).isLessThan(8192);
  }

  @Test
  void aMessageOfJustTheLimitIsNoBomb() {
    wire.limits(new Limits(90, 1000, 10))
        .receives(frame("C2", new byte[90]))
        .then("binary " + "00".repeat(90));
  }

  @Test
  void aFrameMayBeLargerThanTheLimitByWhatCompressionAdds() {
    byte[] dense = new byte[100];
    new Random(7692).nextBytes(dense);
    assertThat(JdkDecompressor.compress(dense).length).isGreaterThan(100);
    wire.limits(new Limits(100, 100, 10))
        .receives(frame("C2", dense))
        .then("binary " + Hex.of(dense));
  }

  @Test
  void thatIsAnEighth() {
    wire.limits(new Limits(1000, 100, 10)).receives("C2 70").thenNothing(); // 112 bytes to come
  }

  @Test
  void andNoMore() {
    wire.limits(new Limits(1000, 100, 10))
        .receives("C2 71")
        .then(closed(1009, "a frame is over the limit of 100 bytes"));
  }

  @Test
  void damagedDataFails() {
    wire.receives("C1 02 07 FF")
        .then(closed(1007, "a compressed message is damaged: invalid block type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C8 00", "C9 00", "CA 00"})
  void rsv1OnAControlFrameIsAViolation(String frame) {
    wire.receives(frame).then(closed(1002, "RSV1 is set on a frame that does not begin a message"));
  }

  @Test
  void rsv1OnAContinuationIsAViolation() {
    wire.receives("41 03 F2 48 CD C0 04 C9 C9 07 00")
        .then(closed(1002, "RSV1 is set on a frame that does not begin a message"));
  }

  @Test
  void rsv1OnAContinuationOfAPlainMessageIsAViolation() {
    wire.receives("01 02 6869 C0 01 00")
        .then(closed(1002, "RSV1 is set on a frame that does not begin a message"));
  }

  @Test
  void aCompressedMessageWithinAnotherIsAViolation() {
    wire.receives("01 02 6869 C1 07" + HELLO)
        .then(closed(1002, "a new message begins before the last one ended"));
  }

  @Test
  void rsv2StaysAViolation() {
    wire.receives("A1 00").then(closed(1002, "reserved bits are set without an extension"));
  }

  @Test
  void aHandlerThatFailsInTheMidstOfPartsGetsNoMore() {
    String message = "tidewire ".repeat(20);
    wire.delivery(Delivery.PARTS)
        .on("text " + message, (engine, listener) -> engine.fail(1011, "", "it threw", listener))
        .receives(frame("C1", message) + "81 01 61")
        .then("text " + message, "sent 88 02 03F3", "closed 1011  (LOCAL)");
  }

  @Test
  void aCompressedMessageIsSentWithRsv1() {
    wire.does((engine, listener) -> {
      ByteBuffer out = ByteBuffer.allocate(40);
      engine.encodeCompressed(Opcode.TEXT, false, Hex.buffer("F248"), out);
      assertThat(out.get(0)).isEqualTo((byte) 0x41);
      int second = out.position();
      engine.encodeCompressed(Opcode.CONTINUATION, true, Hex.buffer("00"), out);
      assertThat(out.get(second)).isEqualTo((byte) 0x80);
    });
  }

  @Test
  void withoutAnAgreementNothingIsSentCompressed() {
    Engine engine = new Engine(Role.SERVER, Limits.DEFAULT, Delivery.WHOLE, Memory.HEAP, null);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            engine.encodeCompressed(Opcode.TEXT, true, Hex.buffer("00"), ByteBuffer.allocate(9)));
  }

  private static String frame(String byte0, String message) {
    return frame(byte0, message.getBytes(StandardCharsets.UTF_8));
  }

  private static String frame(String byte0, byte[] message) {
    byte[] payload = JdkDecompressor.compress(message);
    String length = payload.length < 126 ? "%02X" : "7E%04X";
    return byte0 + length.formatted(payload.length) + Hex.of(payload);
  }

  private static String[] closed(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    String frame = "88%02X%04X".formatted(text.length + 2, code) + Hex.of(text);
    return new String[] {"sent " + frame, "closed " + code + " " + reason + " (LOCAL)"};
  }
}
