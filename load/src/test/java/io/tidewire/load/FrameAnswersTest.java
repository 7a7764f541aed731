package io.tidewire.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidewire.load.Answers.BadAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What comes back, byte by byte: hex in, counts and complaints out.
class FrameAnswersTest implements FrameAnswers.ControlFrames {
  private static final Payload TEXT = new Payload(Payload.Kind.ASCII, 5);

  private final List<String> controls = new ArrayList<>();
  private Messages messages;
  private FrameAnswers answers = answers(false);

  private FrameAnswers answers(boolean compressed) {
    if (messages != null) {
      messages.close();
      answers.close();
    }
    FrameFormat format = new FrameFormat(true, compressed);
    messages = Messages.of(TEXT, format, 1, true);
    return new FrameAnswers(0, messages, format, TEXT, this);
  }

  @AfterEach
  void release() {
    answers.close();
    messages.close();
  }

  @Override
  public void ping(byte[] data) {
    controls.add("ping " + new String(data, StandardCharsets.UTF_8));
  }

  @Override
  public void close(int code, String reason) {
    controls.add("close " + code + " " + reason);
  }

  /// `#` and a number stand for that message's payload.
  private byte[] bytes(String hex) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String part : hex.split(" ", -1)) {
      out.writeBytes(
          part.startsWith("#")
              ? TEXT.generate(Integer.parseInt(part.substring(1)))
              : HexFormat.of().parseHex(part));
    }
    return out.toByteArray();
  }

  private int takes(byte[] bytes) throws BadAnswer {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    int count = answers.take(in);
    assertThat(in.isReadable()).isFalse();
    return count;
  }

  private void complains(String hex, String... about) {
    assertThatExceptionOfType(BadAnswer.class)
        .isThrownBy(() -> takes(bytes(hex)))
        .withMessageContainingAll(about);
  }

  @Test
  void countsMessages() throws BadAnswer {
    assertThat(takes(bytes("8105 #0 8105 #1 8105 #2"))).isEqualTo(3);
  }

  @Test
  void countsMessagesHoweverTheyAreCut() throws BadAnswer {
    String conversation = "8105 #0 8902 6869 0105 #1 8000 8105 #2 817e0005 #3 8A00 8105 #4";
    byte[] all = bytes(conversation);
    for (int cut = 0; cut <= all.length; cut++) {
      answers = answers(false);
      int first = takes(Arrays.copyOf(all, cut));
      assertThat(first + takes(Arrays.copyOfRange(all, cut, all.length))).isEqualTo(5);
    }
    answers = answers(false);
    int count = 0;
    for (byte one : all) {
      count += takes(new byte[] {one});
    }
    assertThat(count).isEqualTo(5);
    assertThat(controls).hasSize(all.length + 2).containsOnly("ping hi");
  }

  @Test
  void takesMessagesInFragments() throws BadAnswer {
    byte[] payload = TEXT.generate(0);
    String hex = HexFormat.of().formatHex(payload);
    assertThat(takes(bytes("0102 " + hex.substring(0, 4) + " 8003 " + hex.substring(4))))
        .isEqualTo(1);
  }

  @Test
  void passesOnWhatTheServerSaysWhenItCloses() throws BadAnswer {
    takes(bytes("8805 03f3 6f6f70"));
    takes(bytes("8800"));
    assertThat(controls).containsExactly("close 1011 oop", "close 1005 ");
  }

  @Test
  void complainsOfChangedBytes() {
    complains("8105 4142434445", "message 0 came back changed: byte 0 is 41");
  }

  @Test
  void complainsOfOtherLengths() {
    String start = HexFormat.of().formatHex(TEXT.generate(0), 0, 4);
    complains("8104 " + start, "message 0 came back shorter");
    answers = answers(false);
    complains("8106 #0 41", "message 0 came back longer");
    answers = answers(false);
    complains("817f00000000ffffffff", "message 0 came back longer");
  }

  @Test
  void complainsOfOtherFrames() {
    complains("8205 #0", "begins with 82");
    answers = answers(false);
    complains("8005 #0", "begins with 80");
    answers = answers(false);
    complains("c105 #0", "begins with c1");
    answers = answers(false);
    complains("0105 #0 8105 #0", "message 0 came back with a frame that begins with 81");
    answers = answers(false);
    complains("8185 00000000 #0", "masks");
    answers = answers(false);
    complains("897e 0080", "control frame of 128 bytes");
  }

  @Test
  void looksAtASampleAndNoMore() throws BadAnswer {
    byte[] wrong = bytes("8105 4142434445");
    takes(bytes("8105 #0"));
    for (int number = 1; number < Answers.SAMPLE; number++) {
      takes(wrong);
    }
    assertThatExceptionOfType(BadAnswer.class).isThrownBy(() -> takes(wrong));
  }

  @Test
  void restoresCompressedMessagesWithWhatCameBefore() throws BadAnswer {
    answers = answers(true);
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      for (int number = 0; number < 5; number++) {
        byte[] payload = deflate(deflater, TEXT.generate(number));
        byte[] frame =
            bytes("c1%02x %s".formatted(payload.length, HexFormat.of().formatHex(payload)));
        assertThat(takes(Arrays.copyOf(frame, 4))).isZero();
        assertThat(takes(Arrays.copyOfRange(frame, 4, frame.length))).isEqualTo(1);
      }
      // what a server leaves uncompressed is no fault
      assertThat(takes(bytes("8105 #5"))).isEqualTo(1);
    }
  }

  @Test
  void complainsOfChangedAndBrokenCompressedMessages() {
    answers = answers(true);
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      byte[] payload = deflate(deflater, TEXT.generate(1));
      complains(
          "c1%02x %s".formatted(payload.length, HexFormat.of().formatHex(payload)),
          "message 0 came back changed");
    }
    answers = answers(true);
    complains("c102 ffff", "not DEFLATE data");
  }

  private static byte[] deflate(Deflater deflater, byte[] payload) {
    byte[] out = new byte[100];
    deflater.setInput(payload);
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(out, length - 4);
  }
}
