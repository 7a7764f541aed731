package io.tidewire.deflate;

import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/// A deflater of `java.util.zip`.
final class JdkDeflater implements DeflateContext {
  private static final int NATIVE_WINDOW_BITS = 15;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Deflater deflater;

  // Input between two cuts of the history: no match reaches over a cut, so none reaches further.
  private final int segment;

  private int sinceCut;
  private boolean closed;

  JdkDeflater(int level, int windowBits) {
    deflater = new Deflater(level, true);
    segment = windowBits == NATIVE_WINDOW_BITS ? Integer.MAX_VALUE : 1 << windowBits;
    CompressionMemory.NATIVE.addAndGet(bytes());
  }

  @Override
  public boolean deflate(ByteBuffer in, ByteBuffer out, int flush) {
    while (segment != Integer.MAX_VALUE && in.remaining() >= segment - sinceCut) {
      int part = segment - sinceCut;
      if (!run(in, part, out, FULL_FLUSH)) {
        return false;
      }
      sinceCut = 0;
    }
    return run(in, in.remaining(), out, flush);
  }

  private boolean run(ByteBuffer in, int count, ByteBuffer out, int flush) {
    int from = in.position();
    int limit = in.limit();
    deflater.setInput(in.limit(from + count));
    deflater.deflate(out, flush);
    deflater.setInput(NOTHING); // not to pin the message until the next one
    in.limit(limit);
    int taken = in.position() - from;
    sinceCut += segment == Integer.MAX_VALUE ? 0 : taken;
    return taken == count && (flush == NO_FLUSH || out.hasRemaining());
  }

  @Override
  public long bytes() {
    return closed ? 0 : JdkCodec.DEFLATER_BYTES;
  }

  @Override
  public void reset() {
    deflater.reset();
    sinceCut = 0;
  }

  @Override
  public void close() {
    CompressionMemory.NATIVE.addAndGet(-bytes());
    closed = true;
    deflater.end();
  }
}
