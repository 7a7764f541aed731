package io.tidewire.conformance;

import java.time.Duration;
import java.util.List;

/// What one run of a case found.
///
/// @param messages what the peer answered, the handshake included
/// @param close the close frame and its code
/// @param tcp how the peer ended TCP
/// @param log what went over the wire
public record CaseResult(
    Case tried,
    Judgment messages,
    Judgment close,
    Judgment tcp,
    List<WireLog.Entry> log,
    Duration duration) {

  /// The worst of the three.
  public Judgment overall() {
    return messages.worse(close).worse(tcp);
  }

  /// The verdict of [#overall].
  public Verdict verdict() {
    return overall().verdict();
  }

  /// Whether there was a connection at all.
  public boolean wasRun() {
    return !log.isEmpty();
  }

  /// The same, with the messages judged no better than this.
  CaseResult withMessages(Judgment found) {
    return new CaseResult(tried, messages.worse(found), close, tcp, log, duration);
  }

  /// A case that could not be run.
  static CaseResult notRun(Case tried, String why) {
    return new CaseResult(
        tried,
        Judgment.failed(why),
        Judgment.NOT_REACHED,
        Judgment.NOT_REACHED,
        List.of(),
        Duration.ZERO);
  }
}
