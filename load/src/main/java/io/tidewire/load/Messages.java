package io.tidewire.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.IntStream;

/// The messages of a run as bytes that are ready to be written: a ring of different ones, so that
/// one answer taken for another shows, one behind the other, so that several leave in one write.
///
/// After the ring's end its beginning follows once more, so that a burst never has to wrap.
final class Messages implements AutoCloseable {
  /// Small enough for the nearest caches.
  private static final int RING_BYTES = 64 << 10;

  private static final int RING_MESSAGES = 64;
  private static final int BURST_BYTES = 1 << 20;

  private final List<ByteBuf> payloads;
  private final int burst;
  private final int[] starts;
  private final ByteBuf frames;

  private Messages(List<byte[]> payloads, List<byte[]> encoded, int burst) {
    this.payloads = payloads.stream().map(Unpooled::wrappedBuffer).toList();
    this.burst = burst;
    int slots = encoded.size();
    starts = new int[slots + burst];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = Math.addExact(starts[i - 1], encoded.get((i - 1) % slots).length);
    }
    frames = Unpooled.directBuffer(starts[starts.length - 1]);
    for (int i = 0; i < starts.length - 1; i++) {
      frames.writeBytes(encoded.get(i % slots));
    }
  }

  /// @param depth how many are sent at once at most, as far as one write takes them
  /// @param distinct false where the order of the answers is not known, so that all are alike
  static Messages of(Payload payload, FrameFormat format, int depth, boolean distinct) {
    int fitting = Math.clamp(RING_BYTES / payload.bytes(), 1, RING_MESSAGES);
    List<byte[]> payloads =
        IntStream.range(0, distinct ? fitting : 1).mapToObj(payload::generate).toList();
    List<byte[]> encoded = payloads.stream().map(format::encode).toList();
    int burst = Math.clamp(BURST_BYTES / encoded.getFirst().length, 1, depth);
    return new Messages(payloads, encoded, burst);
  }

  /// How many [#frames] gives at most.
  int burst() {
    return burst;
  }

  /// The payload of a message, by its number on its connection; to be looked at only.
  ByteBuf payload(long number) {
    return payloads.get(slot(number));
  }

  /// The bytes of so many messages in a row; the caller's to release.
  ByteBuf frames(long first, int count) {
    int slot = slot(first);
    return frames.retainedSlice(starts[slot], starts[slot + count] - starts[slot]);
  }

  /// What is sent for one message, as a view.
  ByteBuf frame(long number) {
    return frames.slice(starts[slot(number)], frameSize(number));
  }

  int frameSize(long number) {
    int slot = slot(number);
    return starts[slot + 1] - starts[slot];
  }

  private int slot(long number) {
    return (int) (number % payloads.size());
  }

  @Override
  public void close() {
    frames.release();
  }
}
