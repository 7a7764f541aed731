package io.tidewire.benchmarks.soak;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What the clients of a soak have done and seen. Safe for any thread.
final class Tally {
  private static final int REMEMBERED = 100;

  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

  void count(String what) {
    counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  /// Something that no fault excuses.
  void mistake(String what) {
    if (mistakes.size() < REMEMBERED) {
      mistakes.add(what);
    }
  }

  long of(String what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  Map<String, LongAdder> counts() {
    return counts;
  }

  Queue<String> mistakes() {
    return mistakes;
  }
}
