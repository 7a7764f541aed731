package io.tidewire.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.tidewire.conformance.BrokenServer;
import io.tidewire.conformance.Cases;
import io.tidewire.conformance.Fault;
import io.tidewire.conformance.Side;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

@Timeout(120)
class ConformanceTestsTest {
  private static final URI NOWHERE = URI.create("ws://localhost/");

  /// What the project of a user has, with a server that the tests here choose. The name keeps it
  /// from being found as a test of this project.
  static class EchoServerFixture {
    static ConformanceTests tests;

    @TestFactory
    ConformanceTests keepsTheRules() {
      return tests;
    }
  }

  @AfterEach
  void forget() {
    EchoServerFixture.tests = null;
  }

  @Test
  void thereIsATestForEachCaseInAContainerForEachFamily() throws Exception {
    EngineExecutionResults results = run(false);
    long cases = Cases.select(Side.SERVER, List.of("pings.*", "close.*")).size();
    results.testEvents().assertStatistics(all -> all.started(cases).succeeded(cases));
    assertThat(names(results.containerEvents().dynamicallyRegistered()))
        .containsExactly("pings", "close");
  }

  @Test
  void aFaultFailsTheTestsOfItsCasesAndTheMessageTellsAll() throws Exception {
    Events failed = run(false, Fault.ACCEPTS_LARGE_CONTROL_FRAMES).testEvents().failed();
    assertThat(names(failed))
        .extracting(name -> name.substring(0, name.indexOf(':')))
        .containsExactly("pings.126");
    assertThat(message(failed.list().getFirst()))
        .contains("FAILED by RFC 6455 §5.5: ", "  - the peer fails the connection", " ms  sent ");
  }

  @Test
  void whatIsNotStrictIsSkippedUnlessStrictnessIsAskedFor() throws Exception {
    Events tests = run(false, Fault.FAILS_WITHOUT_CLOSE_FRAME).testEvents();
    assertThat(tests.failed().list()).isEmpty();
    assertThat(message(tests.aborted().list().getFirst())).startsWith("NON-STRICT by RFC 6455 §");

    Events strict = run(true, Fault.FAILS_WITHOUT_CLOSE_FRAME).testEvents();
    assertThat(names(strict.failed())).isEqualTo(names(tests.aborted())).isNotEmpty();
    assertThat(strict.aborted().list()).isEmpty();
  }

  @Test
  void aServerThatIsNotThereIsOneFailure() throws Exception {
    URI gone;
    try (BrokenServer server = BrokenServer.start()) {
      gone = server.uri();
    }
    EngineExecutionResults results = run(ConformanceTests.of(gone));
    assertThat(results.testEvents().list()).isEmpty();
    List<Event> failed = results.containerEvents().failed().list();
    assertThat(failed).hasSize(1);
    assertThat(message(failed.getFirst())).contains(gone.toString(), "could not connect");
  }

  @Test
  void casesCanBeChosenAndLeftOut() {
    ConformanceTests tests = ConformanceTests.of(NOWHERE);
    assertThatIllegalArgumentException().isThrownBy(() -> tests.only("nothing.*"));
    assertThatIllegalArgumentException().isThrownBy(() -> tests.without("nothing.*"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tests.only("pings.*").without("pings.*"))
        .withMessage("no case is left");
  }

  private static EngineExecutionResults run(boolean strict, Fault... faults) throws IOException {
    try (BrokenServer server = BrokenServer.start(faults)) {
      ConformanceTests tests =
          ConformanceTests.of(server.uri())
              .only("pings.*", "close.*")
              .timeout(Duration.ofSeconds(30));
      return run(strict ? tests.strict() : tests);
    }
  }

  private static EngineExecutionResults run(ConformanceTests tests) {
    EchoServerFixture.tests = tests;
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(EchoServerFixture.class))
        .execute();
  }

  private static List<String> names(Events events) {
    return events.map(event -> event.getTestDescriptor().getDisplayName()).toList();
  }

  private static String message(Event finished) {
    return finished
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .orElseThrow()
        .getMessage();
  }
}
