package io.tidewire.deflate;

import java.util.concurrent.atomic.AtomicLong;

/// A connection's share of the memory budget. May be closed by any thread.
final class Reservation implements AutoCloseable {
  private final boolean granted;
  private final AtomicLong bytes;

  private Reservation(boolean granted, long bytes) {
    this.granted = granted;
    this.bytes = new AtomicLong(bytes);
  }

  /// Takes `bytes` of the budget, or nothing when that is more than is left.
  static Reservation of(long bytes, long budget) {
    boolean granted = bytes == 0 || CompressionMemory.reserve(bytes, budget);
    return new Reservation(granted, granted ? bytes : 0);
  }

  boolean isGranted() {
    return granted;
  }

  /// Gives back all but `kept` bytes.
  void shrinkTo(long kept) {
    long held = bytes.getAndUpdate(now -> Math.min(now, kept));
    CompressionMemory.giveBack(Math.max(0, held - kept));
  }

  /// Another owner for what this one holds.
  Reservation handOver() {
    return new Reservation(granted, bytes.getAndSet(0));
  }

  @Override
  public void close() {
    CompressionMemory.giveBack(bytes.getAndSet(0));
  }
}
