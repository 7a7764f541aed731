package io.tidewire.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What went over the wire of one case, in order, with times. Bounded: of each entry the first
/// bytes are kept, and of the entries the first ones. Safe for use by several threads.
public final class WireLog {
  private static final int MAX_ENTRIES = 400;
  private static final int MAX_BYTES = 1024;

  private final long start = System.nanoTime();
  private final List<Entry> entries = new ArrayList<>(); // guarded by this

  /// Who did it.
  public enum Direction {
    /// The kit sent.
    SENT,
    /// The peer sent.
    RECEIVED,
    /// Not bytes but an event, such as the end of TCP.
    NOTE
  }

  /// Bytes that went one way, until others went the other way.
  ///
  /// @param at since the case began
  /// @param connection 0, or higher where a case opens several
  /// @param bytes the first 1,024 of them; of a note its words in UTF-8
  /// @param length how many there were
  /// @param pieces in how many writes or reads
  @SuppressWarnings("ArrayRecordComponent") // entries are not compared
  public record Entry(
      Duration at, int connection, Direction direction, byte[] bytes, long length, int pieces) {

    private boolean continuedBy(int connection, Direction direction) {
      return this.connection == connection
          && this.direction == direction
          && direction != Direction.NOTE;
    }

    private Entry with(byte[] more, int morePieces) {
      int kept = Math.min(MAX_BYTES, bytes.length + more.length);
      byte[] both = Arrays.copyOf(bytes, kept);
      System.arraycopy(more, 0, both, bytes.length, kept - bytes.length);
      return new Entry(at, connection, direction, both, length + more.length, pieces + morePieces);
    }
  }

  WireLog() {}

  /// What was logged until now.
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized void add(int connection, Direction direction, byte[] bytes, int pieces) {
    if (!entries.isEmpty() && entries.getLast().continuedBy(connection, direction)) {
      entries.add(entries.removeLast().with(bytes, pieces));
    } else if (entries.size() < MAX_ENTRIES) {
      Duration at = Duration.ofNanos(System.nanoTime() - start);
      entries.add(new Entry(at, connection, direction, new byte[0], 0, 0).with(bytes, pieces));
    }
  }
}
