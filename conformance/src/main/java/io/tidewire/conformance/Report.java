package io.tidewire.conformance;

import java.time.Instant;
import java.util.List;

/// All that a run found about a peer.
///
/// @param agent the peer's name
/// @param peer which end it is
/// @param results in the order of the cases
public record Report(String agent, Side peer, Instant date, List<CaseResult> results) {

  /// How many cases ended with a verdict.
  public long count(Verdict verdict) {
    return results.stream().filter(result -> result.verdict() == verdict).count();
  }

  /// Whether nothing failed.
  public boolean passed() {
    return count(Verdict.FAILED) == 0;
  }
}
