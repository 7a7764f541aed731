package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What has to come: messages, pings and pongs, in their order, or one of the sequences that are
/// tolerated instead.
final class Expectation {
  /// A sequence, and what is to be said of a peer that sends it.
  private record Way(List<Frame> frames, Judgment judgment) {}

  private final List<Way> ways = new ArrayList<>();
  // As good as the best, but too many to be listed.
  private final List<Way> shorter = new ArrayList<>();

  private Expectation(Way best) {
    ways.add(best);
  }

  /// The best that can come. No frames: nothing but what the end of the script says.
  static Expectation of(Frame... frames) {
    return new Expectation(new Way(List.of(frames), Judgment.OK));
  }

  /// As good, by the clauses.
  Expectation or(Frame... frames) {
    ways.add(new Way(List.of(frames), Judgment.OK));
    return this;
  }

  /// As good: some of the best's frames, the last among them.
  Expectation orSome() {
    List<Frame> best = ways.getFirst().frames();
    int last = best.size() - 1;
    for (int chosen = 0; chosen < (1 << last) - 1; chosen++) {
      int some = chosen | 1 << last;
      List<Frame> frames =
          IntStream.rangeClosed(0, last)
              .filter(i -> (some >> i & 1) == 1)
              .mapToObj(best::get)
              .toList();
      shorter.add(new Way(frames, Judgment.OK));
    }
    return this;
  }

  /// Allowed, but not the best.
  Expectation tolerating(String why, Frame... frames) {
    ways.add(new Way(List.of(frames), Judgment.nonStrict(why)));
    return this;
  }

  /// Takes what comes while it fits, and judges it.
  void await(Dialogue peer) throws InterruptedException {
    List<Way> open = Stream.concat(ways.stream(), shorter.stream()).toList();
    int taken = 0;
    while (!settled(open, taken)) {
      int index = taken;
      Event next = peer.peek();
      List<Way> fitting = open.stream().filter(way -> fits(way, index, next)).toList();
      if (!fitting.isEmpty()) {
        open = fitting;
        taken++;
      } else if (!isPong(next)) {
        break;
      }
      peer.take();
    }
    judge(open, taken, peer);
  }

  /// Whether nothing that comes could be better.
  private static boolean settled(List<Way> open, int taken) {
    return open.getFirst().frames().size() == taken;
  }

  private static boolean fits(Way way, int index, Event next) {
    return index < way.frames().size()
        && next instanceof Event.Got got
        && got.frame().same(way.frames().get(index));
  }

  /// One more than is due may be sent unasked (RFC 6455 §5.5.3).
  private static boolean isPong(Event next) {
    return next instanceof Event.Got got && got.isPong();
  }

  private static void judge(List<Way> open, int taken, Dialogue peer) throws InterruptedException {
    for (Way way : open) {
      if (way.frames().size() == taken) {
        peer.score().messages(way.judgment());
        return;
      }
    }
    List<Frame> due = open.getFirst().frames();
    Limit limit = new Limit(due.subList(taken, due.size()));
    if (peer.peek() instanceof Event.Closed(int code, _) && limit.allows(code)) {
      limit.run(code, peer);
    } else {
      int strays = peer.heartbeat().strays();
      String pongs = strays == 0 ? "" : "; pongs that answer no ping of ours: " + strays;
      peer.score().messages(Judgment.failed(wrong(due.get(taken), peer.peek()) + pongs));
    }
  }

  private static String wrong(Frame due, Event came) {
    boolean alike = came instanceof Event.Got got && got.frame().opcode() == due.opcode();
    return alike
        ? Opcode.name(due.opcode())
            + " with other content: "
            + Words.difference(due.payload(), ((Event.Got) came).frame().payload())
        : "due was " + due + ", came " + came;
  }

  @Override
  public String toString() {
    return ways.stream().map(Expectation::words).collect(Collectors.joining(", or "))
        + (shorter.isEmpty() ? "" : ", or some of these with the last");
  }

  private static String words(Way way) {
    String frames =
        way.frames().isEmpty()
            ? "nothing"
            : way.frames().stream().map(Frame::toString).collect(Collectors.joining(", "));
    return way.judgment().why().isEmpty()
        ? frames
        : frames + " (tolerated: " + way.judgment().why() + ")";
  }
}
