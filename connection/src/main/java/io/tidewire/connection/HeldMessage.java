package io.tidewire.connection;

import io.tidewire.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A received message in an array that nobody else holds.
record HeldMessage(boolean isText, byte[] content) implements Message {

  @Override
  public int size() {
    return content.length;
  }

  @Override
  public String text() {
    if (!isText) {
      throw new IllegalStateException("this message is binary; bytes() has its payload");
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public byte[] bytes() {
    return content.clone();
  }

  @Override
  public ByteBuffer payload() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  @Override
  public void copyTo(ByteBuffer target) {
    target.put(content);
  }

  @Override
  public Message copy() {
    return this;
  }

  @Override
  public String toString() {
    return (isText ? "text, " : "binary, ") + content.length + " bytes";
  }
}
