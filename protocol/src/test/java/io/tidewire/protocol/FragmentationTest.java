package io.tidewire.protocol;

import static io.tidewire.protocol.Frames.bytes;
import static io.tidewire.protocol.Frames.frame;
import static io.tidewire.protocol.Frames.refusal;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// RFC 6455 §5.4.
class FragmentationTest {
  @RegisterExtension final Wire wire = new Wire();

  @Test
  void fragmentsMakeOneMessage() {
    wire.receives("01 03 48656C 80 02 6C6F").then("text Hello").holdsNoMemory();
  }

  @Test
  void manyFragmentsMakeOneMessage() {
    wire.receives("02 01 01 00 01 02 00 01 03 00 01 04 80 01 05").then("binary 0102030405");
  }

  @Test
  void fragmentsMayBeEmpty() {
    wire.receives("01 00 00 00 80 00").then("text ");
    wire.receives("01 00 00 02 6869 80 00").then("text hi");
    wire.receives("02 00 80 02 6869").then("binary 6869");
  }

  @Test
  void controlFramesMayComeBetweenFragments() {
    wire.receives("01 03 48656C 89 01 3F 8A 01 21 80 02 6C6F")
        .then("sent 8A 01 3F", "ping 3F", "pong 21", "text Hello");
  }

  @Test
  void aCloseFrameBetweenFragmentsEndsTheMessageUndelivered() {
    wire.receives("01 03 48656C 88 00 80 02 6C6F")
        .then("sent 88 00", "closed 1005  (PEER)")
        .holdsNoMemory();
  }

  @Test
  void aMessageOfManyKilobytesIsPutTogether() {
    byte[] message = bytes(30_000);
    wire.receives(frame(0x02, Arrays.copyOfRange(message, 0, 5_000)))
        .receives(frame(0x00, Arrays.copyOfRange(message, 5_000, 5_001)))
        .receives(frame(0x00, Arrays.copyOfRange(message, 5_001, 20_000)))
        .thenNothing();
    wire.receives(frame(0x80, Arrays.copyOfRange(message, 20_000, 30_000)))
        .then(Recorder.binary(message))
        .holdsNoMemory();
  }

  @Test
  void aContinuationWithoutAStartIsRefused() {
    wire.receives("80 02 6869")
        .then(refusal(1002, "a continuation frame has no message to continue"));
  }

  @Test
  void aContinuationAfterTheEndIsRefused() {
    wire.receives("01 01 61 80 01 62").then("text ab");
    wire.receives("80 00").then(refusal(1002, "a continuation frame has no message to continue"));
  }

  @Test
  void aContinuationAfterAWholeMessageIsRefused() {
    wire.receives("81 01 61").then("text a");
    wire.receives("00 01 61")
        .then(refusal(1002, "a continuation frame has no message to continue"));
  }

  @Test
  void aNewMessageWithinAMessageIsRefused() {
    wire.receives("01 02 6869 81 01 61")
        .then(refusal(1002, "a new message begins before the last one ended"))
        .holdsNoMemory();
  }

  @Test
  void aNewFirstFragmentWithinAMessageIsRefused() {
    wire.receives("01 00 02 00")
        .then(refusal(1002, "a new message begins before the last one ended"));
  }
}
