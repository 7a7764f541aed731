package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class after which some of the memory for unfinished messages counts as taken. JUnit
/// finds it by itself, and applies it to all.
public final class BudgetCheck implements AfterAllCallback {
  /// Called by JUnit.
  public BudgetCheck() {}

  @Override
  public void afterAll(ExtensionContext context) {
    assertThat(MemoryBudget.PROCESS.used()).as("bytes of unfinished messages").isZero();
  }
}
