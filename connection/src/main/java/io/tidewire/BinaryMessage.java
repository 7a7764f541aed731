package io.tidewire;

import java.nio.ByteBuffer;

/// Bytes that nobody else holds.
final class BinaryMessage implements Message {
  private final byte[] payload;

  BinaryMessage(byte[] payload) {
    this.payload = payload;
  }

  @Override
  public boolean isText() {
    return false;
  }

  @Override
  public int size() {
    return payload.length;
  }

  @Override
  public String text() {
    throw new IllegalStateException("this message is binary; bytes() has its payload");
  }

  @Override
  public byte[] bytes() {
    return payload.clone();
  }

  @Override
  public ByteBuffer payload() {
    return ByteBuffer.wrap(payload).asReadOnlyBuffer();
  }

  @Override
  public void copyTo(ByteBuffer target) {
    target.put(payload);
  }

  @Override
  public Message copy() {
    return this;
  }

  @Override
  public String toString() {
    return "binary, " + payload.length + " bytes";
  }
}
