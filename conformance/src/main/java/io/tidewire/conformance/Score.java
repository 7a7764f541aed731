package io.tidewire.conformance;

/// The judgments of one run of a case, as they are found. Of several on the same thing the worst
/// stays.
final class Score {
  private Judgment messages = Judgment.OK;
  private Judgment close = Judgment.NOT_REACHED;
  private Judgment tcp = Judgment.NOT_REACHED;
  private boolean over;

  void messages(Judgment found) {
    messages = messages.worse(found);
  }

  void close(Judgment found) {
    close = close.equals(Judgment.NOT_REACHED) ? found : close.worse(found);
  }

  void tcp(Judgment found) {
    tcp = tcp.equals(Judgment.NOT_REACHED) ? found : tcp.worse(found);
  }

  Judgment messages() {
    return messages;
  }

  Judgment close() {
    return close;
  }

  Judgment tcp() {
    return tcp;
  }

  /// The connection has ended before the script, and there is nothing wrong with that.
  void end() {
    over = true;
  }

  /// Whether the rest of the script has no meaning.
  boolean decided() {
    return over
        || messages.verdict() == Verdict.FAILED
        || messages.verdict() == Verdict.UNIMPLEMENTED;
  }
}
