package io.tidewire.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/// What the messages of a run carry.
///
/// @param bytes the size of each, 1 byte to 64 MiB
public record Payload(Kind kind, int bytes) {
  private static final int LARGEST = 64 << 20;

  public Payload {
    if (bytes < 1 || bytes > LARGEST) {
      throw new IllegalArgumentException("a payload has 1 byte to 64 MiB, not " + bytes);
    }
  }

  /// What the bytes are.
  public enum Kind {
    /// Random bytes in binary messages.
    BINARY,
    /// Printable ASCII in text messages.
    ASCII,
    /// Code points of one to four bytes in UTF-8, in text messages.
    UTF8,
    /// An array of small objects, whole and well-formed where there is room for one, in text
    /// messages.
    JSON;

    boolean isText() {
      return this != BINARY;
    }
  }

  /// One payload of exactly [#bytes] bytes; the same `seed` makes the same.
  public byte[] generate(long seed) {
    Random random = new Random(seed);
    return switch (kind) {
      case BINARY -> binary(random);
      case ASCII -> ascii(random);
      case UTF8 -> utf8(random);
      case JSON -> JsonText.of(bytes, random).getBytes(StandardCharsets.US_ASCII);
    };
  }

  private byte[] binary(Random random) {
    byte[] payload = new byte[bytes];
    random.nextBytes(payload);
    return payload;
  }

  private byte[] ascii(Random random) {
    byte[] payload = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      payload[i] = (byte) (' ' + random.nextInt(95));
    }
    return payload;
  }

  private byte[] utf8(Random random) {
    ByteBuffer payload = ByteBuffer.allocate(bytes);
    while (payload.hasRemaining()) {
      byte[] codePoint = codePoint(random).getBytes(StandardCharsets.UTF_8);
      // What does not fit any more gives way to single bytes.
      payload.put(codePoint.length <= payload.remaining() ? codePoint : new byte[] {'.'});
    }
    return payload.array();
  }

  /// Half of them ASCII, the rest of two, three and four bytes: é, 水, 🌊 and their neighbours.
  private static String codePoint(Random random) {
    int codePoint =
        switch (random.nextInt(6)) {
          case 0 -> 0xE0 + random.nextInt(0x20);
          case 1 -> 0x6C30 + random.nextInt(0x80);
          case 2 -> 0x1F300 + random.nextInt(0x80);
          default -> 'a' + random.nextInt(26);
        };
    return Character.toString(codePoint);
  }
}
