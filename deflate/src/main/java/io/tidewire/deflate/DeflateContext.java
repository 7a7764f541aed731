package io.tidewire.deflate;

import java.nio.ByteBuffer;

/// A DEFLATE compressor with its window: the memory that compression costs. Each call may come from
/// another thread than the last, never two at once.
interface DeflateContext extends Context {
  // The values of zlib and of java.util.zip.Deflater alike.
  int NO_FLUSH = 0;
  int SYNC_FLUSH = 2;
  int FULL_FLUSH = 3;

  /// Compresses until `in` is used up and flushed, or `out` is full.
  ///
  /// @param out with room for 8 bytes at least, or a flush may repeat itself for ever
  /// @return whether all of `in` was taken and, when flushing, all of it written; false when the
  ///   same call has to be made again with more room
  boolean deflate(ByteBuffer in, ByteBuffer out, int flush);
}
