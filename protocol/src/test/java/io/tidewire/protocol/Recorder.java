package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// Writes down what an engine reports, one line an event, such as `text hi`, `binary 0102`, `ping
/// 6869`, `sent 8A026869` or `closed 1000 bye (PEER)`. Frames that a client sends are written
/// without their mask. With [Delivery#PARTS] the parts of a message make one line.
final class Recorder implements EngineListener {
  private static final int LONG = 200;

  private final Engine engine;
  private final Role role;
  private final Delivery delivery;
  private final Map<String, Reaction> reactions;
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private final List<String> events = new ArrayList<>();
  private CloseReason closed;

  /// What the application does when an event comes.
  @FunctionalInterface
  interface Reaction {
    void to(Engine engine, EngineListener listener);
  }

  Recorder(Engine engine, Role role, Delivery delivery, Map<String, Reaction> reactions) {
    this.engine = engine;
    this.role = role;
    this.delivery = delivery;
    this.reactions = reactions;
  }

  /// The events since the last call.
  List<String> takeEvents() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /// Null while the connection is not closed.
  CloseReason closed() {
    return closed;
  }

  @Override
  public void onData(boolean text, boolean last, ByteBuffer payload) {
    if (!last && (delivery == Delivery.WHOLE || !payload.hasRemaining())) {
      throw new AssertionError("a part of a message, where none is due");
    }
    parts.writeBytes(Hex.copy(payload));
    play(payload);
    if (last) {
      byte[] message = parts.toByteArray();
      parts.reset();
      record(text ? text(message) : binary(message));
    }
  }

  @Override
  public void onPing(ByteBuffer payload) {
    String event = "ping " + Hex.of(payload);
    play(payload);
    record(event);
  }

  @Override
  public void onPong(ByteBuffer payload) {
    String event = "pong " + Hex.of(payload);
    play(payload);
    record(event);
  }

  @Override
  public void onControlFrame(ByteBuffer frame) {
    byte[] bytes = Hex.copy(frame);
    play(frame);
    record("sent " + Hex.of(role == Role.CLIENT ? PeerFrames.unmask(bytes) : bytes));
  }

  @Override
  public void onClosed(CloseReason reason) {
    assertThat(reason.explanation()).isNotBlank();
    assertThat(engine.isClosed()).isTrue();
    record("closed " + reason.code() + " " + reason.text() + " (" + reason.by() + ")");
    closed = reason;
  }

  private void record(String event) {
    assertThat(closed).as("nothing comes after the end, but now: " + event).isNull();
    events.add(event);
    reactions.getOrDefault(event, (e, listener) -> {}).to(engine, this);
  }

  // A listener may move the position and limit of what is lent to it.
  private void play(ByteBuffer lent) {
    if (events.size() % 2 == 0) {
      lent.clear();
    } else {
      lent.limit(lent.capacity()).position(lent.capacity());
    }
  }

  static String text(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return "text " + (utf8.length <= LONG ? text : digest(utf8));
    } catch (CharacterCodingException e) {
      throw new AssertionError("delivered as text: " + Hex.of(utf8), e);
    }
  }

  static String binary(byte[] bytes) {
    return "binary " + (bytes.length <= LONG ? Hex.of(bytes) : digest(bytes));
  }

  private static String digest(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return bytes.length + " bytes, CRC " + Long.toHexString(crc.getValue());
  }
}
