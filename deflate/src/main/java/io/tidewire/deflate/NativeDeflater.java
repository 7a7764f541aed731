package io.tidewire.deflate;

import static io.tidewire.deflate.ZlibFunctions.Z_BUF_ERROR;
import static io.tidewire.deflate.ZlibFunctions.Z_OK;

import java.nio.ByteBuffer;

/// A deflater of the machine's zlib.
final class NativeDeflater implements DeflateContext {
  // zlib refuses 8 bits for raw DEFLATE, and counts on 9 for its own format. A deflater of zlib
  // never reaches back further than its window less the longest match and what it looks ahead, 262
  // bytes in all: 250 bytes with 9 bits, well within the 256 of 8 bits. NativeCodec#verify and the
  // tests hold the library at hand to it.
  private static final int SMALLEST_WINDOW_BITS = 9;

  private final ZStream stream;

  /// @param stream for this alone, which closes it
  /// @throws OutOfMemoryError when there is no memory
  NativeDeflater(DeflaterKind kind, ZStream stream) {
    this.stream = stream;
    int bits = Math.max(SMALLEST_WINDOW_BITS, kind.windowBits());
    try {
      ZlibFunctions.deflateInit(stream.pointer(), kind.level(), bits, kind.memLevel());
    } catch (OutOfMemoryError | LinkageError e) {
      stream.close();
      throw e;
    }
  }

  @Override
  public boolean deflate(ByteBuffer in, ByteBuffer out, int flush) {
    while (true) {
      boolean whole = stream.stage(in, out);
      int status = ZlibFunctions.deflate(stream.pointer(), whole ? flush : NO_FLUSH);
      if (status != Z_OK && status != Z_BUF_ERROR) {
        throw ZlibFunctions.failure("deflate", status);
      }
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
