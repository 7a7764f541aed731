package io.tidewire.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// Fails a test class when something of ours outlives it: a buffer, or another counted resource of
/// Netty, that was dropped unreleased, a thread that should have ended, or native memory of
/// compression.
///
/// The build registers it for every test class of the modules that depend on this one.
public final class LeakCheck implements BeforeAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

  /// Called by JUnit.
  public LeakCheck() {}

  /// Has the class looked at when all that belongs to it is closed, which is after every callback:
  /// `@AutoClose` closes what is static in the last of them.
  @Override
  public void beforeAll(ExtensionContext context) {
    if (!context.getRequiredTestClass().isAnnotationPresent(Nested.class)) {
      AutoCloseable look = LeakCheck::look;
      context.getStore(NAMESPACE).put("look", look);
    }
  }

  // A leak found here may stem from an earlier class, whose garbage was not yet collected; the
  // record of accesses in the message says where it was made.
  private static void look() throws IOException, InterruptedException {
    List<String> leaks = new ArrayList<>(Leftovers.afterAWhile());
    leaks.addAll(LeakDetector.leaks());
    if (!leaks.isEmpty()) {
      throw new AssertionError("left behind: " + String.join("\n", leaks));
    }
  }
}
