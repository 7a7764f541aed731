package io.tidewire.testing;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class when a buffer, or another counted resource of Netty, was dropped unreleased
/// by then.
///
/// The build registers it for every test class of the modules that depend on this one.
public final class LeakCheck implements AfterAllCallback {
  /// Called by JUnit.
  public LeakCheck() {}

  /// Looks for leaks after the last test of a class. A leak found here may stem from an earlier
  /// class, whose garbage was not yet collected; the record of accesses in the message says where
  /// it was made.
  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    List<String> leaks = LeakDetector.leaks();
    if (!leaks.isEmpty()) {
      throw new AssertionError("leaked, never released: " + String.join("\n", leaks));
    }
  }
}
