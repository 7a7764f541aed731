package io.tidewire.protocol;

import static io.tidewire.protocol.Frames.bytes;
import static io.tidewire.protocol.Frames.frame;
import static io.tidewire.protocol.Frames.refusal;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFramesTest {
  private static final String NOT_SHORTEST = "a frame's length is not in its shortest form";

  @RegisterExtension final Wire wire = new Wire();

  // RFC 6455 §5.7 has these two.
  @Test
  void aServersHelloIsRead() {
    wire.only(Role.CLIENT).receivesRaw("81 05 48656C6C6F").then("text Hello");
  }

  @Test
  void aClientsHelloIsRead() {
    wire.only(Role.SERVER).receivesRaw("81 85 37FA213D 7F9F4D5158").then("text Hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 125, 126, 127, 128, 65535, 65536})
  void aBinaryMessageOfAnyLengthIsDeliveredWhole(int length) {
    byte[] payload = bytes(length);
    wire.receives(frame(0x82, payload)).then(Recorder.binary(payload)).holdsNoMemory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65535, 65536})
  void aTextMessageOfAnyLengthIsDeliveredWhole(int length) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 'a');
    wire.receives(frame(0x81, payload)).then(Recorder.text(payload)).holdsNoMemory();
  }

  @Test
  void messagesAreDeliveredInOrder() {
    wire.receives("81 01 61 82 00 81 01 62 82 02 0102 81 00")
        .then("text a", "binary ", "text b", "binary 0102", "text ");
  }

  @Test
  void aMaskOfZerosIsAMask() {
    wire.only(Role.SERVER).receivesRaw("81 82 00000000 6869").then("text hi");
  }

  @Test
  void nothingIsHeldBetweenMessages() {
    wire.receives("81 03 616263").then("text abc").holdsNoMemory();
    wire.receives("01 02 6162").thenNothing();
    wire.receives("80 01 63").then("text abc").holdsNoMemory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"82 7E 0000", "82 7E 0001 61", "82 7E 007D", "81 7F 0000000000000005 6162636465"})
  void aLengthThatIsLongerThanNeedBeIsRefused(String frame) {
    wire.receives(frame).then(refusal(1002, NOT_SHORTEST));
  }

  @Test
  void sixteenBitsAreNeededFrom126To65535() {
    wire.receives("82 7F 000000000000FFFF").then(refusal(1002, NOT_SHORTEST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8000000000000000", "FFFFFFFFFFFFFFFF"})
  void aLengthOf64BitsIsRefused(String length) {
    wire.receives("82 7F" + length).then(refusal(1002, "a frame's length has more than 63 bits"));
  }

  @Test
  void aLengthOf62BitsIsOverTheLimitAndTakesNoMemory() {
    wire.receives("82 7F 4000000000000000")
        .then(refusal(1009, "a frame is over the limit of 1048576 bytes"))
        .holdsNoMemory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x10, 0x20, 0x40, 0x70})
  void aReservedBitIsRefused(int bits) {
    wire.receives(frame(0x81 | bits, bytes(0)))
        .then(refusal(1002, "reserved bits are set without an extension"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void aReservedOpcodeIsRefused(int opcode) {
    wire.receives(frame(0x80 | opcode, bytes(0)))
        .then(refusal(1002, "opcode " + opcode + " is reserved"));
  }

  @Test
  void aClientsFrameWithoutAMaskIsRefused() {
    wire.only(Role.SERVER)
        .receivesRaw("81 02 6869")
        .then(refusal(1002, "a client's frame is not masked"));
  }

  @Test
  void aServersFrameWithAMaskIsRefused() {
    wire.only(Role.CLIENT)
        .receivesRaw("81 82 37FA213D 5F93")
        .then(refusal(1002, "a server's frame is masked"));
  }

  @Test
  void aHeaderIsRefusedAsSoonAsItsFirstTwoBytesShowWhy() {
    wire.only(Role.SERVER)
        .receivesRaw("C1 FF")
        .then(refusal(1002, "reserved bits are set without an extension"));
  }

  @Test
  void whatComesAfterARefusedFrameIsDropped() {
    wire.receives("81 01 61 83 00 81 01 62 89 00")
        .then(
            "text a",
            Frames.sentClose(1002, "opcode 3 is reserved"),
            "closed 1002 opcode 3 is reserved (LOCAL)")
        .explains("refused what the peer sent: opcode 3 is reserved")
        .tcp(TcpAction.CLOSE);
    wire.receives("81 01 63").thenNothing();
  }
}
