package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SequencedCollection;
import java.util.regex.Pattern;

/// What went over the wire of one case, in order, with times. Bounded: the first entries and the
/// last ones are kept, and of each entry the first bytes and the last ones. Safe for use by several
/// threads.
public final class WireLog {
  private static final int FIRST_ENTRIES = 24;
  private static final int LAST_ENTRIES = 24;
  private static final int FIRST_BYTES = 1024;
  private static final int LAST_BYTES = 64;
  private static final int SHOWN_BYTES = 256;

  /// How a head of HTTP begins, which is shown as text; of the rest, only what is no frame.
  private static final Pattern HEAD =
      Pattern.compile("[A-Z]+(/| [^\\r\\n]*HTTP/)[^\\r\\n]*\\r?\\n");

  private final long start = System.nanoTime();
  // guarded by this
  private final List<Entry> first = new ArrayList<>();
  private final Deque<Entry> last = new ArrayDeque<>();
  private int leftOut;

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
  /// @param bytes the first of them, 1,024 at most; of a note its words in UTF-8
  /// @param end the last of them, 64 at most, which are not in `bytes`
  /// @param length how many there were
  /// @param pieces in how many writes or reads
  @SuppressWarnings("ArrayRecordComponent") // entries are not compared
  public record Entry(
      Duration at,
      int connection,
      Direction direction,
      byte[] bytes,
      byte[] end,
      long length,
      int pieces) {

    private static final byte[] NOTHING = new byte[0];

    private boolean continuedBy(int connection, Direction direction) {
      return this.connection == connection
          && this.direction == direction
          && direction != Direction.NOTE;
    }

    private Entry with(byte[] more, int morePieces) {
      int head = Math.min(FIRST_BYTES - bytes.length, more.length);
      byte[] rest = join(end, more, Math.max(head, more.length - LAST_BYTES), more.length);
      return new Entry(
          at,
          connection,
          direction,
          join(bytes, more, 0, head),
          Arrays.copyOfRange(rest, Math.max(0, rest.length - LAST_BYTES), rest.length),
          length + more.length,
          pieces + morePieces);
    }

    private static byte[] join(byte[] some, byte[] more, int from, int to) {
      byte[] both = Arrays.copyOf(some, some.length + to - from);
      System.arraycopy(more, from, both, some.length, to - from);
      return both;
    }

    /// One line, such as `3 ms sent 6 bytes: 8180…`, with a head of HTTP as text.
    @Override
    public String toString() {
      String line = String.format(Locale.ROOT, "%6d ms  ", at.toMillis());
      String on = connection == 0 ? "" : "connection " + (connection + 1) + ": ";
      if (direction == Direction.NOTE) {
        return line + on + new String(bytes, UTF_8);
      }
      String verb = direction == Direction.SENT ? "sent " : "received ";
      return line + on + verb + Words.bytes(length) + ": " + shown();
    }

    /// A head as text, up to its end; all else in hexadecimal.
    private String shown() {
      String latin = new String(bytes, ISO_8859_1);
      int end = latin.indexOf("\r\n\r\n");
      int text = !HEAD.matcher(latin).lookingAt() ? 0 : end < 0 ? bytes.length : end + 4;
      int shown = Math.min(text + SHOWN_BYTES, bytes.length);
      String hex = HexFormat.of().formatHex(bytes, text, shown);
      return quoted(latin.substring(0, text)) + hex + (shown < length ? "…" : "");
    }

    private static String quoted(String head) {
      StringBuilder quoted = new StringBuilder();
      head.chars()
          .forEach(each ->
              quoted.append(
                  switch (each) {
                    case '\r' -> "\\r";
                    case '\n' -> "\\n";
                    case '\\' -> "\\\\";
                    default ->
                        each >= ' ' && each <= '~'
                            ? Character.toString(each)
                            : String.format(Locale.ROOT, "\\x%02x", each);
                  }));
      return quoted.isEmpty() ? "" : "\"" + quoted + "\" ";
    }
  }

  WireLog() {}

  /// What was logged until now.
  public synchronized List<Entry> entries() {
    List<Entry> all = new ArrayList<>(first);
    if (leftOut > 0) {
      byte[] words = (leftOut + " entries left out").getBytes(UTF_8);
      all.add(entry(last.getFirst().at(), 0, Direction.NOTE).with(words, 1));
    }
    all.addAll(last);
    return List.copyOf(all);
  }

  synchronized void add(int connection, Direction direction, byte[] bytes, int pieces) {
    SequencedCollection<Entry> kept = last.isEmpty() ? first : last;
    if (!kept.isEmpty() && kept.getLast().continuedBy(connection, direction)) {
      Entry longer = kept.getLast().with(bytes, pieces);
      kept.removeLast();
      kept.addLast(longer);
    } else {
      Duration at = Duration.ofNanos(System.nanoTime() - start);
      append(entry(at, connection, direction).with(bytes, pieces));
    }
  }

  private void append(Entry entry) {
    if (first.size() < FIRST_ENTRIES) {
      first.add(entry);
      return;
    }
    last.addLast(entry);
    if (last.size() > LAST_ENTRIES) {
      last.removeFirst();
      leftOut++;
    }
  }

  private static Entry entry(Duration at, int connection, Direction direction) {
    return new Entry(at, connection, direction, Entry.NOTHING, Entry.NOTHING, 0, 0);
  }
}
