package io.tidewire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Who checks the checker: each fault is noticed by exactly the cases that should notice it.
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class CheckerTest {
  /// What needs all of it runs alone, since elsewhere a case that waits soon gives up.
  static final String PROCESSOR = "processor";

  /// Long enough for a busy machine; a case that waits in vain takes this long.
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /// Where no case waits in vain.
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private static final List<Case> ALL = affordable(Side.SERVER);

  /// Families of many cases that differ in their data alone.
  private static final Pattern ALIKE = Pattern.compile("(utf8|deflate)\\..*");

  /// Cases that take long.
  private static final Pattern LARGE = Pattern.compile("(deflate\\.)?(sizes|random)\\..*");

  /// Faults that families of many cases are about: these run whole then, and else every 20th case.
  private static final Set<Fault> ABOUT_DATA =
      EnumSet.range(Fault.REFUSES_16_BIT_LENGTHS, Fault.ENDS_AT_BFINAL);

  static final Set<Fault> ABOUT_SIZE =
      EnumSet.of(
          Fault.CORRUPTS_LARGE_MESSAGES, Fault.LIMITS_MESSAGES, Fault.LIMITS_MESSAGES_WITH_1008);

  @Test
  @ResourceLock(PROCESSOR)
  void aServerWithoutFaultPassesEverything() throws Exception {
    assertThat(results(PATIENT, 8, ALL))
        .filteredOn(result -> result.verdict() != sound(result.tried()))
        .map(CheckerTest::line)
        .isEmpty();
  }

  @ParameterizedTest
  @ResourceLock(value = PROCESSOR, mode = ResourceAccessMode.READ)
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"MASKS_WITH_ZERO", "COUNTS_ITS_MASKING_KEYS"})
  void eachFaultIsNoticedByItsCasesAlone(Fault fault) throws Exception {
    List<CaseResult> results =
        switch (fault) {
          // What one connection does to another shows only where no third one comes between.
          case JOINS_CONNECTIONS, FAILS_ALL_AT_ONCE -> results(TIMEOUT, 1, cases(fault), fault);
          // Each case waits in vain.
          case LEAVES_TCP_OPEN -> results(TIMEOUT, 500, cases(fault), fault);
          case CORRUPTS_LARGE_MESSAGES, LIMITS_MESSAGES, LIMITS_MESSAGES_WITH_1008 ->
              results(PATIENT, 8, cases(fault), fault);
          default -> results(TIMEOUT, 100, cases(fault), fault);
        };
    assertThat(results)
        .filteredOn(result ->
            result.verdict() != fault.expected(Side.SERVER, result.tried(), sound(result.tried())))
        .map(CheckerTest::line)
        .isEmpty();
  }

  /// All cases but most of those of 1,000 large messages, which a fixture needs minutes for.
  static List<Case> affordable(Side peer) {
    Pattern costly = Pattern.compile("deflate\\.sizes\\.(?!json|window-9\\.).*\\.\\d{5,}");
    return Cases.select(peer, List.of()).stream()
        .filter(each -> !costly.matcher(each.id()).matches())
        .toList();
  }

  private static Verdict sound(Case tried) {
    return tried.isInformational() ? Verdict.INFORMATIONAL : Verdict.OK;
  }

  private static String line(CaseResult result) {
    return result.tried() + " " + result.overall();
  }

  private static List<Case> cases(Fault fault) {
    return cases(ALL, fault);
  }

  /// Those of some cases with which a fault is tried.
  static List<Case> cases(List<Case> all, Fault fault) {
    List<Case> alike = all.stream().filter(tried -> ALIKE.matcher(tried.id()).matches()).toList();
    Set<Case> left =
        IntStream.range(0, alike.size())
            .filter(i -> i % 20 != 0 && !ABOUT_DATA.contains(fault))
            .mapToObj(alike::get)
            .collect(Collectors.toSet());
    return all.stream()
        .filter(tried -> !LARGE.matcher(tried.id()).matches() || ABOUT_SIZE.contains(fault))
        .filter(tried -> !left.contains(tried))
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
