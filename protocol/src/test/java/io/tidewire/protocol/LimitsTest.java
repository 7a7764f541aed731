package io.tidewire.protocol;

import static io.tidewire.protocol.Frames.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitsTest {
  @RegisterExtension final Wire wire = new Wire();

  @Test
  void aMessageUpToTheLimitIsDelivered() {
    wire.limits(new Limits(4, 100, 10)).receives("82 04 01020304").then("binary 01020304");
  }

  @Test
  void aMessageOverTheLimitIsRefusedAtItsHeader() {
    wire.limits(new Limits(4, 100, 10))
        .receives("82 05")
        .then(refusal(1009, "a message is over the limit of 4 bytes"));
  }

  @Test
  void fragmentsAreSummedUp() {
    wire.limits(new Limits(4, 100, 10)).receives("02 03 010203 80 01 04").then("binary 01020304");
    wire.receives("02 03 010203 80 02")
        .then(refusal(1009, "a message is over the limit of 4 bytes"))
        .holdsNoMemory();
  }

  @Test
  void eachMessageIsCountedByItself() {
    wire.limits(new Limits(2, 2, 1))
        .receives("82 02 0102 82 02 0304 82 02 0506")
        .then("binary 0102", "binary 0304", "binary 0506");
  }

  @Test
  void aFrameOverTheLimitIsRefusedAtItsHeader() {
    wire.limits(new Limits(100, 4, 10))
        .receives("02 05")
        .then(refusal(1009, "a frame is over the limit of 4 bytes"));
  }

  @Test
  void controlFramesAreNoMessages() {
    wire.limits(new Limits(0, 0, 1))
        .receives("89 01 61 82 00")
        .then("sent 8A 01 61", "ping 61", "binary ");
  }

  @Test
  void asManyFragmentsAsTheLimitAreDelivered() {
    wire.limits(new Limits(100, 100, 3)).receives("02 01 01 00 00 80 01 02").then("binary 0102");
  }

  @Test
  void moreFragmentsThanTheLimitAreRefusedEmptyOrNot() {
    wire.limits(new Limits(100, 100, 3))
        .receives("02 01 01 00 00 00 00 00 00")
        .then(refusal(1009, "a message is over the limit of 3 fragments"));
  }

  @Test
  void announcedBytesTakeNoMemoryUntilTheyCome() {
    wire.receives("82 7F 0000000000100000" + "61".repeat(100)).thenNothing();
    assertThat(wire.peakMemory()).isLessThanOrEqualTo(4096 + 2);
  }

  @Test
  void memoryGrowsWithWhatHasCome() {
    wire.receives("82 7F 0000000000100000").receives(Frames.bytes(5_000)).thenNothing();
    // While it grows, the old buffer and the new one.
    assertThat(wire.peakMemory()).isLessThanOrEqualTo(17 * 5_000);
  }

  @Test
  void manyTinyFragmentsTakeTheMemoryOfTheirBytes() {
    wire.receives("02 01 61" + "00 01 61".repeat(1_023)).thenNothing();
    assertThat(wire.peakMemory()).isLessThanOrEqualTo(4_096 + 2);
    wire.receives("80 01 61").then(refusal(1009, "a message is over the limit of 1024 fragments"));
  }

  @Test
  void aMessageThatFindsNoMemoryIsRefused() {
    wire.memory(4_096).receives("02 01 01").thenNothing();
    wire.receives("00 7F 00000000000FFFFF")
        .receives(Frames.bytes(300))
        .then(refusal(1013, "no memory left for unfinished messages"))
        .holdsNoMemory();
  }

  @Test
  void aMessageThatCannotGrowIsRefused() {
    wire.memory(6_000)
        .receives("82 7F 00000000000FFFFF")
        .receives(Frames.bytes(5_000))
        .then(refusal(1013, "no memory left for unfinished messages"))
        .holdsNoMemory();
  }

  @Test
  void limitsMustMakeSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(-1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 0));
  }
}
