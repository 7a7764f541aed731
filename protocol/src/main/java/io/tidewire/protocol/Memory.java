package io.tidewire.protocol;

import java.nio.ByteBuffer;

/// Where the engine gets room to gather a message whose bytes have not all arrived. An
/// implementation may pool the buffers and may refuse, so that the unfinished messages of many
/// connections stay within one budget.
///
/// The engine never asks for more than a small multiple of what the peer has really sent, and gives
/// back each buffer exactly once, on every path.
public interface Memory {
  /// A buffer of at least `bytes` bytes of room, position 0, limit at its capacity; or null when
  /// the budget is used up, upon which the engine closes the connection with 1013.
  ByteBuffer take(int bytes);

  /// Takes back a buffer that [#take] gave.
  void give(ByteBuffer buffer);

  /// Plain heap buffers without a budget.
  Memory HEAP =
      new Memory() {
        @Override
        public ByteBuffer take(int bytes) {
          return ByteBuffer.allocate(bytes);
        }

        @Override
        public void give(ByteBuffer buffer) {
          // Heap buffers are the collector's.
        }
      };
}
