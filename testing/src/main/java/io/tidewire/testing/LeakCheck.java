package io.tidewire.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class when something of ours outlives it: a buffer, or another counted resource of
/// Netty, that was dropped unreleased, a thread that should have ended, or native memory of
/// compression.
///
/// The build registers it for every test class of the modules that depend on this one.
public final class LeakCheck implements AfterAllCallback {
  /// Called by JUnit.
  public LeakCheck() {}

  /// Looks for leaks after the last test of a class. A leak found here may stem from an earlier
  /// class, whose garbage was not yet collected; the record of accesses in the message says where
  /// it was made.
  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    List<String> leaks = new ArrayList<>(Leftovers.afterAWhile());
    leaks.addAll(LeakDetector.leaks());
    if (!leaks.isEmpty()) {
      throw new AssertionError("left behind: " + String.join("\n", leaks));
    }
  }
}
