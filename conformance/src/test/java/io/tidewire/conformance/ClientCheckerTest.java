package io.tidewire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Who checks the checker of clients: each fault is noticed by exactly the cases that should notice
/// it. Faults of frames are those of the servers.
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ClientCheckerTest {
  /// Long enough for a busy machine; a case that waits in vain takes this long.
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /// Where no case waits in vain.
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private static final List<Case> OPENING = Cases.select(Side.CLIENT, List.of("opening.*"));

  private static final List<Case> ALL = CheckerTest.affordable(Side.CLIENT);

  /// The offer of the fixture lets these answers be.
  private static final List<Case> FIT =
      Cases.select(
          Side.CLIENT,
          List.of(
              "deflate.answer.client-bits.unasked",
              "deflate.answer.client-bits.larger",
              "deflate.answer.*.missing"));

  @Test
  @ResourceLock(CheckerTest.PROCESSOR)
  void aClientWithoutFaultPassesEverything() throws Exception {
    try (ClientCheck check = listen(ALL, PATIENT)) {
      BrokenClient.drive(port(check), Set.of(), 8);
      assertThat(unlike(check, ClientCheckerTest::sound)).isEmpty();
    }
  }

  @ParameterizedTest
  @ResourceLock(value = CheckerTest.PROCESSOR, mode = ResourceAccessMode.READ)
  @EnumSource
  void eachFaultOfTheHandshakeIsNoticedByItsCasesAlone(ClientFault fault) throws Exception {
    try (ClientCheck check = listen(OPENING, TIMEOUT)) {
      BrokenClient.drive(port(check), fault);
      assertThat(unlike(check, fault::expected)).isEmpty();
    }
  }

  @ParameterizedTest
  @ResourceLock(value = CheckerTest.PROCESSOR, mode = ResourceAccessMode.READ)
  @MethodSource("faultsOfFrames")
  void eachFaultOfFramesIsNoticedByItsCasesAlone(Fault fault) throws Exception {
    boolean large = CheckerTest.ABOUT_SIZE.contains(fault);
    try (ClientCheck check = listen(CheckerTest.cases(ALL, fault), large ? PATIENT : TIMEOUT)) {
      BrokenClient.drive(port(check), Set.of(fault), large ? 8 : 100);
      assertThat(unlike(check, tried -> fault.expected(Side.CLIENT, tried, sound(tried))))
          .isEmpty();
    }
  }

  static Stream<Fault> faultsOfFrames() {
    Set<Fault> ofServers =
        EnumSet.of(
            Fault.JOINS_CONNECTIONS,
            Fault.FAILS_ALL_AT_ONCE,
            Fault.IGNORES_WINDOW_BITS,
            Fault.ANSWERS_A_LARGER_WINDOW,
            Fault.LIMITS_CLIENTS_UNASKED,
            Fault.ANSWERS_A_LARGER_CLIENT_WINDOW,
            Fault.ANSWERS_NOTHING_FOR_CLIENTS,
            Fault.WAITS_WHEN_TCP_ENDS,
            Fault.LEAVES_TCP_OPEN); // a client ends when the kit does
    return EnumSet.range(Fault.PINGS_BY_ITSELF, Fault.COUNTS_ITS_MASKING_KEYS).stream()
        .filter(fault -> !ofServers.contains(fault));
  }

  private static ClientCheck listen(List<Case> cases, Duration timeout) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return ClientCheck.listen(any, cases, timeout, (_, _, _) -> {});
  }

  private static int port(ClientCheck check) {
    return check.address().getPort();
  }

  private static List<String> unlike(ClientCheck check, Function<Case, Verdict> expected)
      throws Exception {
    return check.await(TIMEOUT).results().stream()
        .filter(result -> result.verdict() != expected.apply(result.tried()))
        .map(result -> result.tried() + " " + result.overall())
        .toList();
  }

  private static Verdict sound(Case tried) {
    return tried.isInformational() || FIT.contains(tried) ? Verdict.INFORMATIONAL : Verdict.OK;
  }
}
