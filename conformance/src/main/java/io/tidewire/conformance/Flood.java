package io.tidewire.conformance;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// A frame sent again and again on a thread of its own, until that is enough or the peer takes no
/// more. Ends with the case at the latest, which closes the connection.
final class Flood {
  private static final int BATCH = 64 << 10;

  private final AtomicLong taken = new AtomicLong();
  private final long total;

  private Flood(long total) {
    this.total = total;
  }

  static Flood start(Dialogue peer, Frame frame, int count) {
    byte[] one = peer.encode(frame);
    peer.heartbeat().keepQuiet(); // for another thread sends
    Flood flood = new Flood((long) one.length * count);
    Thread.ofVirtual()
        .start(() -> flood.send(peer, batch(one, Math.min(count, 1 + BATCH / one.length))));
    return flood;
  }

  private static byte[] batch(byte[] one, int count) {
    byte[] batch = new byte[one.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(one, 0, batch, i * one.length, one.length);
    }
    return batch;
  }

  private void send(Dialogue peer, byte[] batch) {
    boolean goesOn = true;
    while (goesOn && taken.get() < total) {
      int size = (int) Math.min(batch.length, total - taken.get());
      goesOn = peer.sendBytes(Arrays.copyOf(batch, size), Chop.WHOLE);
      taken.addAndGet(goesOn ? size : 0);
    }
  }

  /// How much was taken until now.
  @Override
  public String toString() {
    return (taken.get() >> 10) + " KiB of " + (total >> 10) + " KiB taken";
  }
}
