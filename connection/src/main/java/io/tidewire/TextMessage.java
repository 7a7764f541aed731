package io.tidewire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Text of the application's own. Its UTF-8 form is made when first asked for: a broadcast makes it
/// once.
final class TextMessage implements Message {
  private final String text;
  // Null until asked for. Two threads may both make it, and make the same.
  private volatile byte[] utf8;

  TextMessage(String text) {
    this.text = Objects.requireNonNull(text, "text");
  }

  @Override
  public boolean isText() {
    return true;
  }

  @Override
  public int size() {
    return utf8().length;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public byte[] bytes() {
    return utf8().clone();
  }

  @Override
  public ByteBuffer payload() {
    return ByteBuffer.wrap(utf8()).asReadOnlyBuffer();
  }

  @Override
  public void copyTo(ByteBuffer target) {
    target.put(utf8());
  }

  @Override
  public Message copy() {
    return this;
  }

  @Override
  public String toString() {
    return "text, " + size() + " bytes";
  }

  private byte[] utf8() {
    byte[] bytes = utf8;
    if (bytes == null) {
      bytes = text.getBytes(StandardCharsets.UTF_8);
      // An unpaired surrogate encodes as one '?', so the lengths alone do not show it.
      if (bytes.length > text.length() || holdsQuestionMark(bytes)) {
        refuseUnpairedSurrogates();
      }
      utf8 = bytes;
    }
    return bytes;
  }

  private static boolean holdsQuestionMark(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '?') {
        return true;
      }
    }
    return false;
  }

  private void refuseUnpairedSurrogates() {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (Character.getType(codePoint) == Character.SURROGATE) {
        throw new IllegalArgumentException(
            "unpaired surrogate at index " + i + ": UTF-8 cannot carry it");
      }
    }
  }
}
