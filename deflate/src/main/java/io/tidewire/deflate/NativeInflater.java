package io.tidewire.deflate;

import static io.tidewire.deflate.ZlibFunctions.Z_BUF_ERROR;
import static io.tidewire.deflate.ZlibFunctions.Z_DATA_ERROR;
import static io.tidewire.deflate.ZlibFunctions.Z_OK;
import static io.tidewire.deflate.ZlibFunctions.Z_STREAM_END;

import java.nio.ByteBuffer;

/// An inflater of the machine's zlib.
///
/// It keeps a window of just the agreed size. A distance that leads out of it is found where it
/// leads back over the beginning of what one call has written; zlib follows longer ones within
/// that.
final class NativeInflater implements InflateContext {
  // zlib's data_type with no bit left over, not in a final block, between two blocks.
  private static final int BETWEEN_BLOCKS = 128;

  private final ZStream stream;

  /// @param stream for this alone, which closes it
  /// @throws OutOfMemoryError when there is no memory
  NativeInflater(int windowBits, ZStream stream) {
    this.stream = stream;
    try {
      ZlibFunctions.inflateInit(stream.pointer(), windowBits);
    } catch (OutOfMemoryError | LinkageError e) {
      stream.close();
      throw e;
    }
  }

  @Override
  public Step inflate(ByteBuffer in, ByteBuffer out) {
    while (true) {
      boolean whole = stream.stage(in, out);
      int status = ZlibFunctions.inflate(stream.pointer(), DeflateContext.NO_FLUSH);
      boolean roomLeft = stream.settle(in, out);
      switch (status) {
        case Z_STREAM_END -> {
          return Step.FINAL_BLOCK;
        }
        case Z_DATA_ERROR -> {
          return Step.CORRUPT;
        }
        case Z_OK, Z_BUF_ERROR -> {
          if ((whole && roomLeft) || !out.hasRemaining()) {
            return Step.OK;
          }
        }
        default -> throw ZlibFunctions.failure("inflate", status);
      }
    }
  }

  // Resetting without "Keep" would forget the window, which RFC 7692 §7.1.1 lets the peer use.
  @Override
  public void continueAfterFinalBlock() {
    ZlibFunctions.inflateResetKeep(stream.pointer());
  }

  @Override
  public boolean atBlockBoundary() {
    return stream.dataType() == BETWEEN_BLOCKS;
  }

  @Override
  public String fault() {
    return stream.fault();
  }

  @Override
  public long bytes() {
    return stream.bytes();
  }

  @Override
  public void reset() {
    ZlibFunctions.inflateReset(stream.pointer());
  }

  @Override
  public void close() {
    if (!stream.isClosed()) {
      ZlibFunctions.inflateEnd(stream.pointer());
      stream.close();
    }
  }
}
