package io.tidewire.cli;

import io.tidewire.conformance.Case;
import io.tidewire.conformance.CaseResult;
import io.tidewire.conformance.Progress;
import io.tidewire.conformance.Report;
import io.tidewire.conformance.Side;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Keeps what cases find, for a run that is interrupted. Safe for use by several threads.
final class Found implements Progress {
  private final Instant date = Instant.now();
  private final List<Case> cases;
  private final Progress shown;
  private final Map<String, CaseResult> results = new LinkedHashMap<>(); // by id; guarded by this

  Found(List<Case> cases, Progress shown) {
    this.cases = cases;
    this.shown = shown;
  }

  @Override
  public synchronized void finished(CaseResult result, int done, int total) {
    results.put(result.tried().id(), result);
    shown.finished(result, done, total);
  }

  @Override
  public void warned(String words) {
    shown.warned(words);
  }

  /// What there is, in the order of the cases.
  synchronized Report report(String agent, Side peer) {
    List<CaseResult> some =
        cases.stream().map(each -> results.get(each.id())).filter(Objects::nonNull).toList();
    return Report.since(date, agent, peer, some);
  }
}
