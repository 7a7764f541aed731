package io.tidewire.deflate;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// An inflater of `java.util.zip`. That forgets its window when a block with BFINAL ends and does
/// not tell it either, so a copy of it is kept here, in the heap.
final class JdkInflater implements InflateContext {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Inflater inflater = new Inflater(true);

  // The last bytes that came out, in a ring.
  private final byte[] window;
  private int next; // where the next one goes
  private int kept; // how many of them there are

  private String fault = "not DEFLATE";
  private boolean closed;

  JdkInflater(int windowBits) {
    window = new byte[1 << windowBits];
    CompressionMemory.NATIVE.addAndGet(bytes());
  }

  @Override
  public Step inflate(ByteBuffer in, ByteBuffer out) {
    int from = out.position();
    try {
      inflater.setInput(in);
      inflater.inflate(out);
      remember(out, from);
      return inflater.finished() ? Step.FINAL_BLOCK : Step.OK;
    } catch (DataFormatException e) {
      fault = e.getMessage() == null ? fault : e.getMessage();
      return Step.CORRUPT;
    } finally {
      inflater.setInput(NOTHING); // not to pin the message until the next one
    }
  }

  private void remember(ByteBuffer out, int from) {
    int to = out.position();
    for (int at = Math.max(from, to - window.length); at < to; ) {
      int count = Math.min(to - at, window.length - next);
      out.get(at, window, next, count);
      at += count;
      next = (next + count) % window.length;
    }
    kept = Math.min(window.length, kept + to - from);
  }

  @Override
  public void continueAfterFinalBlock() {
    inflater.reset();
    if (kept > 0) {
      inflater.setDictionary(inOrder());
    }
  }

  private byte[] inOrder() {
    byte[] bytes = new byte[kept];
    int older = Math.max(0, kept - next); // those at the end of the ring
    System.arraycopy(window, window.length - older, bytes, 0, older);
    System.arraycopy(window, next - (kept - older), bytes, older, kept - older);
    return bytes;
  }

  @Override
  public boolean atBlockBoundary() {
    return true;
  }

  @Override
  public String fault() {
    return fault;
  }

  @Override
  public long bytes() {
    return closed ? 0 : JdkCodec.INFLATER_BYTES;
  }

  @Override
  public void reset() {
    inflater.reset();
    next = 0;
    kept = 0;
  }

  @Override
  public void close() {
    CompressionMemory.NATIVE.addAndGet(-bytes());
    closed = true;
    inflater.end();
  }
}
