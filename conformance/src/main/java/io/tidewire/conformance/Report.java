package io.tidewire.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// All that a run found about a peer.
///
/// @param agent the peer's name
/// @param peer which end it is
/// @param date when the run began
/// @param duration how long it took; several cases run at a time, so theirs add up to more
/// @param results in the order of the cases
public record Report(
    String agent, Side peer, Instant date, Duration duration, List<CaseResult> results) {

  /// Of a run that has just ended.
  public static Report since(Instant date, String agent, Side peer, List<CaseResult> results) {
    return new Report(agent, peer, date, Duration.between(date, Instant.now()), results);
  }

  /// How many cases ended with a verdict.
  public long count(Verdict verdict) {
    return results.stream().filter(result -> result.verdict() == verdict).count();
  }

  /// Whether nothing failed.
  public boolean passed() {
    return count(Verdict.FAILED) == 0;
  }
}
