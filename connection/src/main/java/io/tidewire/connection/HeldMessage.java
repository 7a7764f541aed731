package io.tidewire.connection;

import io.tidewire.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A received message in an array that nobody else holds.
final class HeldMessage implements Message {
  private final boolean text;
  private final byte[] content;

  HeldMessage(boolean text, byte[] content) {
    this.text = text;
    this.content = content;
  }

  /// The array itself, to be read alone.
  byte[] content() {
    return content;
  }

  @Override
  public boolean isText() {
    return text;
  }

  @Override
  public int size() {
    return content.length;
  }

  @Override
  public String text() {
    if (!text) {
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
    return (text ? "text, " : "binary, ") + content.length + " bytes";
  }
}
