package io.tidewire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that an application makes.
class MessageTest {

  @Test
  void aTextKnowsItsUtf8() {
    Message text = Message.text("grüße");
    assertThat(text.isText()).isTrue();
    assertThat(text.text()).isEqualTo("grüße");
    assertThat(text.size()).isEqualTo(7);
    assertThat(text.bytes()).isEqualTo("grüße".getBytes(UTF_8));
    assertThat(text.payload()).isEqualTo(ByteBuffer.wrap("grüße".getBytes(UTF_8)));
    assertThat(text.copy()).isSameAs(text);
    assertThat(text).hasToString("text, 7 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ascii", "why?", "é?", "😀", "a😀?", "�"})
  void textsOfAllKindsAreCarried(String text) {
    assertThat(new String(Message.text(text).bytes(), UTF_8)).isEqualTo(text);
  }

  @Test
  void unpairedSurrogatesAreRefusedWhereTheyAre() {
    refuses("" + (char) 0xD800, 0);
    refuses("" + (char) 0xDFFF, 0);
    refuses("ok?" + (char) 0xDC00, 3);
    refuses("é" + (char) 0xD83D + "x", 1);
    refuses("😀" + (char) 0xDE00, 2);
    refuses("" + (char) 0xDE00 + (char) 0xD83D, 0);
  }

  private static void refuses(String text, int at) {
    Message message = Message.text(text);
    assertThatThrownBy(message::size)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unpaired surrogate at index " + at + ": UTF-8 cannot carry it");
  }

  @Test
  void noTextIsRefusedAtOnce() {
    assertThatThrownBy(() -> Message.text(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aBinaryMessageIsACopyOfTheArray() {
    byte[] array = {1, 2, 3};
    Message binary = Message.binary(array);
    array[0] = 9;
    assertThat(binary.bytes()).containsExactly(1, 2, 3);
    binary.bytes()[0] = 9;
    assertThat(binary.bytes()).containsExactly(1, 2, 3);
    assertThat(binary.isText()).isFalse();
    assertThat(binary.size()).isEqualTo(3);
    assertThat(binary.copy()).isSameAs(binary);
    assertThat(binary).hasToString("binary, 3 bytes");
    assertThatThrownBy(binary::text).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBinaryMessageTakesWhatRemainsInABuffer() {
    ByteBuffer direct = ByteBuffer.allocateDirect(10);
    direct.put(new byte[] {1, 2, 3, 4, 5}).flip().position(2);
    Message binary = Message.binary(direct);
    assertThat(binary.bytes()).containsExactly(3, 4, 5);
    assertThat(direct.position()).isEqualTo(2);
  }

  @Test
  void aPayloadIsReadOnlyAndAViewOfItsOwn() {
    for (Message message :
        new Message[] {Message.text("abc"), Message.binary("abc".getBytes(UTF_8))}) {
      ByteBuffer payload = message.payload();
      assertThatThrownBy(() -> payload.put(0, (byte) 1))
          .isInstanceOf(ReadOnlyBufferException.class);
      payload.get();
      assertThat(message.payload().remaining()).isEqualTo(3);
    }
  }

  @Test
  void copyToMovesTheTarget() {
    for (Message message :
        new Message[] {Message.text("abc"), Message.binary("abc".getBytes(UTF_8))}) {
      ByteBuffer target = ByteBuffer.allocate(5);
      target.put((byte) 'x');
      message.copyTo(target);
      assertThat(target.position()).isEqualTo(4);
      assertThat(new String(target.array(), 0, 4, UTF_8)).isEqualTo("xabc");
      assertThatThrownBy(() -> message.copyTo(target)).isInstanceOf(BufferOverflowException.class);
    }
  }
}
