package io.tidewire.connection;

import io.tidewire.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A message as a view of the receive buffer, lent to a handler for one call.
///
/// The objects are used again, so that a message costs no allocation. Each event loop takes them
/// from a ring in turn: a reference kept past its call meets an object that is between two loans,
/// and throws, until the ring has come round. On any thread but the event loop it always throws.
final class LentMessage implements Message {
  // Text up to this size is decoded by way of the loop's scratch array.
  static final int SCRATCH = 16 << 10;

  private final Thread loop;
  private final byte[] scratch;
  // The buffer that the message lies in; null between loans.
  private ByteBuffer buffer;
  private int start;
  private int size;
  private boolean text;

  LentMessage(Thread loop, byte[] scratch) {
    this.loop = loop;
    this.scratch = scratch;
  }

  /// Begins a loan of what remains in `payload`.
  LentMessage lend(boolean text, ByteBuffer payload) {
    this.text = text;
    this.buffer = payload;
    this.start = payload.position();
    this.size = payload.remaining();
    return this;
  }

  void endLoan() {
    buffer = null;
  }

  /// The payload where it lies, from position to limit.
  ByteBuffer window() {
    return lent().limit(start + size).position(start);
  }

  @Override
  public boolean isText() {
    lent();
    return text;
  }

  @Override
  public int size() {
    lent();
    return size;
  }

  @Override
  public String text() {
    ByteBuffer from = lent();
    if (!text) {
      throw new IllegalStateException("this message is binary; bytes() has its payload");
    }
    if (from.hasArray()) {
      return new String(from.array(), from.arrayOffset() + start, size, StandardCharsets.UTF_8);
    }
    byte[] bytes = size <= SCRATCH ? scratch : new byte[size];
    from.get(start, bytes, 0, size);
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  @Override
  public byte[] bytes() {
    ByteBuffer from = lent();
    byte[] bytes = new byte[size];
    from.get(start, bytes);
    return bytes;
  }

  @Override
  public ByteBuffer payload() {
    return ByteBuffer.wrap(bytes()).asReadOnlyBuffer();
  }

  @Override
  public void copyTo(ByteBuffer target) {
    target.put(window());
  }

  @Override
  public Message copy() {
    return new HeldMessage(text, bytes());
  }

  @Override
  public String toString() {
    return buffer == null
        ? "a message whose loan is over"
        : (text ? "text, " : "binary, ") + size + " bytes";
  }

  private ByteBuffer lent() {
    if (buffer == null || Thread.currentThread() != loop) {
      throw new IllegalStateException(
          "this message was lent for the length of the onMessage call; keep copy() instead");
    }
    return buffer;
  }
}
