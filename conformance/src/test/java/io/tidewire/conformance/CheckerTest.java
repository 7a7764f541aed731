package io.tidewire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who checks the checker: each fault is noticed by exactly the cases that should notice it.
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class CheckerTest {
  /// Long enough for a busy machine; a case that waits in vain takes this long.
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /// Where no case waits in vain.
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private static final List<Case> ALL = Cases.select(Side.SERVER, List.of());

  /// Families of many cases that differ in their data alone.
  private static final List<Case> ALIKE = Cases.select(Side.SERVER, List.of("utf8.*", "deflate.*"));

  /// Cases that take long.
  private static final List<Case> LARGE =
      Cases.select(
          Side.SERVER, List.of("sizes.*", "random.*", "deflate.sizes.*", "deflate.random.*"));

  /// Faults that families of many cases are about: these run whole then, and else every 20th case.
  private static final Set<Fault> ABOUT_DATA = EnumSet.range(Fault.LATE_UTF8, Fault.ENDS_AT_BFINAL);

  @Test
  void aServerWithoutFaultPassesEverything() throws Exception {
    assertThat(results(PATIENT, 8, ALL))
        .filteredOn(result -> result.verdict() != sound(result.tried()))
        .map(CheckerTest::line)
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void eachFaultIsNoticedByItsCasesAlone(Fault fault) throws Exception {
    List<CaseResult> results =
        switch (fault) {
          // What one connection does to another shows only where no third one comes between.
          case JOINS_CONNECTIONS, FAILS_ALL_AT_ONCE -> results(TIMEOUT, 1, cases(fault), fault);
          // Each case waits in vain.
          case LEAVES_TCP_OPEN -> results(TIMEOUT, 500, cases(fault), fault);
          case CORRUPTS_LARGE_MESSAGES -> results(PATIENT, 8, cases(fault), fault);
          default -> results(TIMEOUT, 100, cases(fault), fault);
        };
    assertThat(results)
        .filteredOn(
            result -> result.verdict() != fault.expected(result.tried(), sound(result.tried())))
        .map(CheckerTest::line)
        .isEmpty();
  }

  private static Verdict sound(Case tried) {
    return tried.isInformational() ? Verdict.INFORMATIONAL : Verdict.OK;
  }

  private static String line(CaseResult result) {
    return result.tried() + " " + result.overall();
  }

  private static List<Case> cases(Fault fault) {
    Set<Case> some =
        Set.copyOf(
            IntStream.range(0, ALIKE.size())
                .filter(i -> i % 20 == 0 || ABOUT_DATA.contains(fault))
                .mapToObj(ALIKE::get)
                .toList());
    return ALL.stream()
        .filter(tried -> !LARGE.contains(tried) || fault == Fault.CORRUPTS_LARGE_MESSAGES)
        .filter(tried -> !ALIKE.contains(tried) || some.contains(tried))
        .toList();
  }

  private static List<CaseResult> results(
      Duration timeout, int parallel, List<Case> cases, Fault... faults) throws Exception {
    try (BrokenServer server = BrokenServer.start(faults)) {
      return new ServerCheck(server.uri(), timeout, parallel)
          .run("fixture", cases, (_, _, _) -> {})
          .results();
    }
  }
}
