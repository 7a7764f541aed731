package io.tidewire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Delivery;
import io.tidewire.protocol.Engine;
import io.tidewire.protocol.EngineListener;
import io.tidewire.protocol.Limits;
import io.tidewire.protocol.Memory;
import io.tidewire.protocol.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// An engine under whatever a peer may send, and what it made of it: one line an event. Fails when
/// it breaks a promise on the way: it takes no more memory than a small multiple of what has come,
/// gives all of it back, hands on nothing over the limits and no text that is not UTF-8, and is
/// silent after the end.
final class Judge implements EngineListener, Memory {
  static final Limits LIMITS = new Limits(3000, 2000, 10);

  private static final int FIRST_ROOM = 4096;
  private static final int GROWTH = 16;

  final Engine engine;
  private final Delivery delivery;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final List<String> events = new ArrayList<>();
  private long received;
  private int buffersOut;
  private boolean closed;

  Judge(Role role, Delivery delivery) {
    this.delivery = delivery;
    engine = new Engine(role, LIMITS, delivery, this, new Random(1));
  }

  void receive(ByteBuffer bytes) {
    received += bytes.remaining();
    engine.receive(bytes, this);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  /// What came of it, up to the end of the connection.
  List<String> verdict() {
    engine.endOfInput("", this);
    assertThat(closed).isTrue();
    assertThat(buffersOut).isZero();
    return events;
  }

  /// Bytes have come that are many times as many when they are restored.
  void receivesCompressed() {
    received += LIMITS.maxMessage();
  }

  // ---- memory

  @Override
  public ByteBuffer take(int bytes) {
    assertThat((long) bytes).isLessThanOrEqualTo(Math.max(FIRST_ROOM, GROWTH * received));
    buffersOut++;
    return ByteBuffer.allocate(bytes);
  }

  @Override
  public void give(ByteBuffer buffer) {
    buffersOut--;
  }

  // ---- events

  @Override
  public void onData(boolean text, boolean last, ByteBuffer payload) {
    message.writeBytes(copy(payload));
    if (last) {
      byte[] whole = message.toByteArray();
      message.reset();
      if (delivery == Delivery.WHOLE) {
        assertThat(whole.length).isLessThanOrEqualTo((int) LIMITS.maxMessage());
      }
      record(text ? "text " + decode(whole) : "binary " + Arrays.toString(whole));
    }
  }

  @Override
  public void onPing(ByteBuffer payload) {
    record("ping " + Arrays.toString(copy(payload)));
  }

  @Override
  public void onPong(ByteBuffer payload) {
    record("pong " + Arrays.toString(copy(payload)));
  }

  @Override
  public void onControlFrame(ByteBuffer frame) {
    // Where two things are wrong with a message, the reason depends on which comes to light first.
    boolean close = frame.get(frame.position()) == (byte) 0x88;
    record("sent " + (close ? "close" : Arrays.toString(copy(frame))));
  }

  @Override
  public void onClosed(CloseReason reason) {
    record("closed " + reason.code() + " by " + reason.by());
    closed = true;
  }

  private void record(String event) {
    assertThat(closed).as(event).isFalse();
    events.add(event);
  }

  private static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("handed on as text: " + Arrays.toString(utf8), e);
    }
  }

  private static byte[] copy(ByteBuffer lent) {
    byte[] copy = new byte[lent.remaining()];
    lent.get(copy);
    return copy;
  }
}
