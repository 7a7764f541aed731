package io.tidewire.deflate;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;

/// The machine's zlib, called through the Foreign Function & Memory API.
final class NativeCodec implements Codec {
  private static final int MAX_WINDOW_BITS = 15;
  private static final int MAX_MEM_LEVEL = 9;

  // A final block that holds one byte as it is.
  private static final byte[] ONE_BYTE = {1, 1, 0, (byte) 0xfe, (byte) 0xff, 0};

  // 0 until measured
  private final AtomicLongArray deflaterBytes =
      new AtomicLongArray((MAX_WINDOW_BITS + 1) * (MAX_MEM_LEVEL + 1));
  private final AtomicLongArray inflaterBytes = new AtomicLongArray(MAX_WINDOW_BITS + 1);

  /// @throws LinkageError where there is no zlib that does what zlib should
  NativeCodec() {
    verify();
  }

  @Override
  public String name() {
    return "zlib " + ZlibFunctions.versionText() + " (native)";
  }

  @Override
  public DeflateContext deflater(DeflaterKind kind, Scratch scratch) {
    return new NativeDeflater(kind, scratch);
  }

  @Override
  public InflateContext inflater(int windowBits, Scratch scratch) {
    return new NativeInflater(windowBits, scratch);
  }

  // Measured, not computed: libraries that stand in for zlib take more than it does.
  @Override
  public long deflaterBytes(DeflaterKind kind) {
    int index = kind.windowBits() * (MAX_MEM_LEVEL + 1) + kind.memLevel();
    if (deflaterBytes.get(index) == 0) {
      try (Scratch scratch = new Scratch();
          DeflateContext context = deflater(kind, scratch)) {
        deflaterBytes.set(index, context.bytes());
      }
    }
    return deflaterBytes.get(index);
  }

  @Override
  public long inflaterBytes(int windowBits) {
    if (inflaterBytes.get(windowBits) == 0) {
      try (Scratch scratch = new Scratch();
          InflateContext context = inflater(windowBits, scratch)) {
        context.inflate(ByteBuffer.wrap(ONE_BYTE), ByteBuffer.allocate(ONE_BYTE.length));
        inflaterBytes.set(windowBits, context.bytes());
      }
    }
    return inflaterBytes.get(windowBits);
  }

  // A round trip through the smallest window shows that the struct is laid out as the library has
  // it, and that a deflater reaches back no further than 8 bits say: with room for a few bytes at a
  // time, an inflater has little but its window to reach into.
  private void verify() {
    ByteBuffer text = repetitions();
    ByteBuffer deflated = ByteBuffer.allocateDirect(2 * text.capacity());
    ByteBuffer inflated = ByteBuffer.allocateDirect(text.capacity());
    try (Scratch scratch = new Scratch();
        DeflateContext deflater = deflater(new DeflaterKind(6, 8, 5), scratch);
        InflateContext inflater = inflater(8, scratch)) {
      deflater.deflate(text, deflated, DeflateContext.SYNC_FLUSH);
      deflated.flip();
      for (int room = 8; room <= inflated.capacity(); room += 8) {
        inflater.inflate(deflated, inflated.limit(room));
      }
    }
    if (!inflated.flip().equals(text.flip())) {
      throw new LinkageError("this zlib fails a round trip through a window of 8 bits");
    }
  }

  // Noise in which 32 bytes repeat themselves at distances from 264 on, too far for 8 bits.
  private static ByteBuffer repetitions() {
    int length = 32;
    ByteBuffer text = ByteBuffer.allocateDirect(2048);
    int noise = 1;
    for (int distance = 264; text.remaining() >= distance + length; distance += 40) {
      int from = text.position();
      for (int i = 0; i < distance; i++) {
        noise ^= noise << 13;
        noise ^= noise >>> 17;
        noise ^= noise << 5;
        text.put((byte) noise);
      }
      text.put(text.duplicate().limit(from + length).position(from));
    }
    return text.limit(text.capacity()).rewind();
  }
}
