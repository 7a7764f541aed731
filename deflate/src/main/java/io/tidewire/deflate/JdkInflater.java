package io.tidewire.deflate;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// An inflater of `java.util.zip`.
final class JdkInflater implements InflateContext {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Inflater inflater = new Inflater(true);
  private String fault = "not DEFLATE";
  private boolean closed;

  JdkInflater() {
    CompressionMemory.NATIVE.addAndGet(bytes());
  }

  @Override
  public Step inflate(ByteBuffer in, ByteBuffer out) {
    try {
      inflater.setInput(in);
      inflater.inflate(out);
      return inflater.finished() ? Step.FINAL_BLOCK : Step.OK;
    } catch (DataFormatException e) {
      fault = e.getMessage() == null ? fault : e.getMessage();
      return Step.CORRUPT;
    } finally {
      inflater.setInput(NOTHING); // not to pin the message until the next one
    }
  }

  @Override
  public void continueAfterFinalBlock() {
    inflater.reset();
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
  }

  @Override
  public void close() {
    CompressionMemory.NATIVE.addAndGet(-bytes());
    closed = true;
    inflater.end();
  }
}
