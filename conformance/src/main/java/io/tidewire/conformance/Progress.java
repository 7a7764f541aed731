package io.tidewire.conformance;

/// Hears of each case as it ends. Calls come from one thread at a time.
@FunctionalInterface
public interface Progress {
  /// A case has ended.
  ///
  /// @param done how many have
  /// @param total how many there are
  void finished(CaseResult result, int done, int total);

  /// Something is odd with the peer, so that the cases mean little. Comes before the first case.
  ///
  /// @param words one line for the user
  default void warned(String words) {}
}
