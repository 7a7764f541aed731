package io.tidewire.conformance;

import java.io.IOException;

/// One step of a script.
///
/// @param words what it does, for a person
record Step(String words, Action action) {

  /// What a step does, with all that a [Dialogue] can do.
  interface Action {
    /// Does it.
    ///
    /// @throws IOException when a further connection is refused
    void run(Dialogue peer) throws IOException, InterruptedException;
  }
}
