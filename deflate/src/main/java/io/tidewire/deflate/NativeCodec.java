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
    scratch.prepare(); // Once a message is begun, nothing is to fail.
    return new NativeDeflater(kind, new ZStream(scratch));
  }

  @Override
  public InflateContext inflater(int windowBits, Scratch scratch) {
    return new NativeInflater(windowBits, new ZStream(scratch));
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

  // A library that stands in for zlib may widen small windows, and may do so at some levels only:
  // 1, the default, often has a way of its own. As little as the agreed window must do for all.
  private void verify() {
    for (int level : new int[] {1, 6}) {
      for (int bits : new int[] {8, 9}) {
        try (Scratch scratch = new Scratch();
            DeflateContext deflater = deflater(new DeflaterKind(level, bits, 5), scratch);
            InflateContext inflater = inflater(bits, scratch)) {
          if (!keepsWithin(bits, deflater, inflater)) {
            throw new LinkageError(
                "this zlib fails a round trip through a window of %d bits at level %d"
                    .formatted(bits, level));
          }
        }
      }
    }
  }

  /// A round trip, which shows that the struct is laid out as the library has it, and that the
  /// deflater reaches back no further than `bits` say: with room for a few bytes at a time, the
  /// inflater has little but its window to reach into.
  static boolean keepsWithin(int bits, DeflateContext deflater, InflateContext inflater) {
    ByteBuffer text = repetitions(1 << bits);
    ByteBuffer deflated = ByteBuffer.allocateDirect(2 * text.capacity());
    ByteBuffer inflated = ByteBuffer.allocateDirect(text.capacity());
    deflater.deflate(text, deflated, DeflateContext.SYNC_FLUSH);
    deflated.flip();
    for (int room = 8; room <= inflated.capacity(); room += 8) {
      inflater.inflate(deflated, inflated.limit(room));
    }
    return inflated.flip().equals(text.flip());
  }

  // Noise in which 32 bytes repeat themselves at distances that are a little too far for the
  // window.
  private static ByteBuffer repetitions(int window) {
    int length = 32;
    ByteBuffer text = ByteBuffer.allocateDirect(8 * window);
    int noise = 1;
    for (int distance = window + 8; text.remaining() >= distance + length; distance += 40) {
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
