package io.tidewire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who checks the checker: each fault is noticed by exactly the cases that should notice it.
@Timeout(120)
class CheckerTest {
  /// Long enough for a busy machine; a case that waits in vain takes this long.
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private static final List<Case> CASES = Cases.select(Side.SERVER, List.of());

  @Test
  void aServerWithoutFaultPassesEverything() throws Exception {
    assertThat(found(100))
        .containsExactlyElementsOf(CASES.stream().map(tried -> tried + " OK").toList());
  }

  @ParameterizedTest
  @EnumSource
  void eachFaultIsNoticedByItsCasesAlone(Fault fault) throws Exception {
    // What one connection does to another shows only where no third one comes between.
    boolean alone = fault == Fault.JOINS_CONNECTIONS || fault == Fault.FAILS_ALL_AT_ONCE;
    int parallel = alone ? 1 : 100;
    assertThat(found(parallel, fault))
        .containsExactlyElementsOf(
            CASES.stream().map(tried -> tried + " " + fault.expected(tried)).toList());
  }

  private static List<String> found(int parallel, Fault... faults) throws Exception {
    try (BrokenServer server = BrokenServer.start(faults)) {
      Report report =
          new ServerCheck(server.uri(), TIMEOUT, parallel).run("fixture", CASES, (_, _, _) -> {});
      return report.results().stream()
          .map(result -> result.tried() + " " + result.verdict())
          .toList();
    }
  }
}
