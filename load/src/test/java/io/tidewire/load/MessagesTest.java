package io.tidewire.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final FrameFormat TEXT = new FrameFormat(true, false);

  @Test
  void aBurstIsTheFramesOfSoManyMessagesInARow() {
    Payload payload = new Payload(Payload.Kind.ASCII, 900);
    try (Messages messages = Messages.of(payload, TEXT, 100, true)) {
      assertThat(messages.burst()).isEqualTo(100);
      for (long first : new long[] {0, 1, 63, 64, 71, 1L << 40}) {
        StringBuilder single = new StringBuilder();
        for (int i = 0; i < messages.burst(); i++) {
          single.append(ByteBufUtil.hexDump(messages.frame(first + i)));
        }
        ByteBuf burst = messages.frames(first, messages.burst());
        assertThat(ByteBufUtil.hexDump(burst)).isEqualTo(single.toString());
        burst.release();
      }
    }
  }

  @Test
  void neighboursDiffer() {
    try (Messages messages = Messages.of(new Payload(Payload.Kind.ASCII, 64), TEXT, 1, true)) {
      assertThat(messages.payload(0)).isNotEqualTo(messages.payload(1));
    }
  }

  @Test
  void allAreAlikeWhereTheirOrderIsNotKnown() {
    try (Messages messages = Messages.of(new Payload(Payload.Kind.ASCII, 64), TEXT, 8, false)) {
      assertThat(messages.payload(0)).isEqualTo(messages.payload(1));
      assertThat(messages.burst()).isEqualTo(8);
    }
  }

  @Test
  void largeMessagesDoNotPileUpInMemory() {
    try (Messages messages =
        Messages.of(new Payload(Payload.Kind.BINARY, 1 << 20), TEXT, 1000, true)) {
      assertThat(messages.burst()).isEqualTo(1);
    }
  }

  @Test
  void framesAreMaskedAndWhole() {
    for (int size : new int[] {1, 125, 126, 65_535, 65_536}) {
      Payload payload = new Payload(Payload.Kind.BINARY, size);
      byte[] plain = payload.generate(0);
      byte[] frame = new FrameFormat(false, false).encode(plain);
      int header = size < 126 ? 2 : size < 65_536 ? 4 : 10;
      assertThat(frame).hasSize(header + 4 + size);
      assertThat(frame[0]).isEqualTo((byte) 0x82);
      assertThat(frame[1] & 0x80).isEqualTo(0x80);
      for (int i = 0; i < size; i++) {
        assertThat((byte) (frame[header + 4 + i] ^ frame[header + (i & 3)])).isEqualTo(plain[i]);
      }
    }
  }
}
