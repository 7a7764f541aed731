package io.tidewire.conformance;

/// A verdict and its reason.
///
/// @param why in words; empty where nothing is to be said
public record Judgment(Verdict verdict, String why) {
  static final Judgment OK = new Judgment(Verdict.OK, "");
  static final Judgment NOT_REACHED =
      new Judgment(Verdict.INFORMATIONAL, "not judged: the case ended before");

  /// Whether the case came to it.
  public boolean isReached() {
    return !equals(NOT_REACHED);
  }

  static Judgment informational(String seen) {
    return new Judgment(Verdict.INFORMATIONAL, seen);
  }

  static Judgment unimplemented(String why) {
    return new Judgment(Verdict.UNIMPLEMENTED, why);
  }

  static Judgment nonStrict(String why) {
    return new Judgment(Verdict.NON_STRICT, why);
  }

  static Judgment failed(String why) {
    return new Judgment(Verdict.FAILED, why);
  }

  /// The same, with what was seen; what is as it should be needs no words.
  Judgment about(String seen) {
    return verdict == Verdict.OK ? this : new Judgment(verdict, why + ": " + seen);
  }

  /// This or the other, whichever is worse; this where they are equal.
  Judgment worse(Judgment other) {
    return other.verdict.compareTo(verdict) > 0 ? other : this;
  }
}
