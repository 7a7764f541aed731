package io.tidewire.deflate;

import java.nio.ByteBuffer;

/// A DEFLATE decompressor with its window. Each call may come from another thread than the last,
/// never two at once.
interface InflateContext extends Context {
  /// How a call ended.
  enum Step {
    /// `in` is used up, or `out` is full.
    OK,
    /// A block with BFINAL has ended; what follows in `in` is untouched.
    FINAL_BLOCK,
    /// This is not DEFLATE, or it reaches back beyond the window.
    CORRUPT
  }

  /// Decompresses until `in` is used up, `out` is full or a final block ends.
  Step inflate(ByteBuffer in, ByteBuffer out);

  /// Makes ready for more blocks after [Step#FINAL_BLOCK], with the window as it is.
  void continueAfterFinalBlock();

  /// Whether the last call ended between two blocks and at the end of a byte. True as well where
  /// the library does not tell.
  boolean atBlockBoundary();

  /// What was wrong at the last [Step#CORRUPT], in the library's words.
  String fault();
}
