package io.tidewire;

import java.nio.ByteBuffer;

/// A message that compression leaves alone.
record UncompressedMessage(Message message) implements Message {

  @Override
  public boolean isCompressible() {
    return false;
  }

  @Override
  public Message uncompressed() {
    return this;
  }

  @Override
  public Message copy() {
    return new UncompressedMessage(message.copy());
  }

  @Override
  public boolean isText() {
    return message.isText();
  }

  @Override
  public int size() {
    return message.size();
  }

  @Override
  public String text() {
    return message.text();
  }

  @Override
  public byte[] bytes() {
    return message.bytes();
  }

  @Override
  public ByteBuffer payload() {
    return message.payload();
  }

  @Override
  public void copyTo(ByteBuffer target) {
    message.copyTo(target);
  }

  @Override
  public String toString() {
    return message + ", uncompressed";
  }
}
