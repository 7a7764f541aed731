package io.tidewire.deflate;

import static io.tidewire.deflate.ZlibFunctions.Z_MEM_ERROR;
import static io.tidewire.deflate.ZlibFunctions.Z_OK;

import java.nio.ByteBuffer;

/// A deflater of the machine's zlib.
final class NativeDeflater implements DeflateContext {
  // zlib refuses 8 bits for raw DEFLATE, and counts on 9 for its own format. A deflater of zlib
  // never
  // reaches back further than its window less the longest match and what it looks ahead, 262 bytes
  // in
  // all: 250 bytes with 9 bits, well within the 256 of 8 bits. NativeCodec#verify and the tests
  // hold
  // the library at hand to it.
  private static final int SMALLEST_WINDOW_BITS = 9;

  private final ZStream stream;

  NativeDeflater(int level, int windowBits, int memLevel, Scratch scratch) {
    stream = new ZStream(scratch);
    int bits = Math.max(SMALLEST_WINDOW_BITS, windowBits);
    int status = ZlibFunctions.deflateInit(stream.pointer(), level, bits, memLevel);
    if (status != Z_OK) {
      stream.close();
      throw initFailure("deflateInit2", status);
    }
  }

  static Error initFailure(String function, int status) {
    return status == Z_MEM_ERROR
        ? new OutOfMemoryError("no native memory left for compression")
        : new LinkageError(function + " of zlib failed with " + status);
  }

  @Override
  public boolean deflate(ByteBuffer in, ByteBuffer out, int flush) {
    while (true) {
      boolean whole = stream.stage(in, out);
      ZlibFunctions.deflate(stream.pointer(), whole ? flush : NO_FLUSH);
      boolean roomLeft = stream.settle(in, out);
      if (whole && roomLeft) {
        return true;
      }
      if (!out.hasRemaining()) {
        return flush == NO_FLUSH && !in.hasRemaining();
      }
    }
  }

  @Override
  public long bytes() {
    return stream.bytes();
  }

  @Override
  public void reset() {
    ZlibFunctions.deflateReset(stream.pointer());
  }

  @Override
  public void close() {
    if (!stream.isClosed()) {
      ZlibFunctions.deflateEnd(stream.pointer());
      stream.close();
    }
  }
}
