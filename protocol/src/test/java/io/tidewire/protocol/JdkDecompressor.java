package io.tidewire.protocol;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Restores messages by means of the JDK, without context takeover.
final class JdkDecompressor implements Decompressor {
  private static final byte[] TAIL = {0, 0, -1, -1};

  private final Inflater inflater = new Inflater(true);
  private String fault;

  /// A message's payload, compressed (RFC 7692 §7.2.1).
  static byte[] compress(byte[] message) {
    try (Deflater deflater = new Deflater(9, true)) {
      deflater.setInput(message);
      byte[] out = new byte[message.length + 100];
      int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
      return java.util.Arrays.copyOf(out, size - TAIL.length);
    }
  }

  @Override
  public Progress decompress(ByteBuffer in, ByteBuffer out, boolean last) {
    try {
      inflater.setInput(in);
      inflater.inflate(out);
      if (!out.hasRemaining()) {
        return Progress.MORE_ROOM;
      }
      if (!last) {
        return Progress.MORE_INPUT;
      }
      inflater.setInput(TAIL);
      inflater.inflate(out);
      inflater.reset();
      return Progress.COMPLETE;
    } catch (DataFormatException e) {
      fault = e.getMessage();
      return Progress.CORRUPT;
    }
  }

  @Override
  public String fault() {
    return fault;
  }
}
