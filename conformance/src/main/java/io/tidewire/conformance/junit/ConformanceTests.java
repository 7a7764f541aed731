package io.tidewire.conformance.junit;

import io.tidewire.conformance.Case;
import io.tidewire.conformance.Cases;
import io.tidewire.conformance.ServerCheck;
import io.tidewire.conformance.Side;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/// A test for each case of the kit, in a container for each family, against a server that sends
/// back each message that it gets. It is what a `@TestFactory` returns:
///
/// ```java
/// @TestFactory
/// ConformanceTests keepsTheRules() {
///   return ConformanceTests.of(URI.create("ws://localhost:" + port + "/echo"));
/// }
/// ```
///
/// OK and INFORMATIONAL pass. FAILED fails, with the clause, the script and the wire log in the
/// message. UNIMPLEMENTED, where the server declines an extension, is aborted, which is shown as
/// skipped; so is NON-STRICT, unless [#strict] is asked for. All cases run when JUnit asks for the
/// tests, several at a time, and each test waits for its own. A server that cannot be reached is a
/// single failure, of the factory.
///
/// Immutable.
@SuppressWarnings("exports") // who returns this from a @TestFactory has JUnit
public final class ConformanceTests implements Iterable<DynamicNode> {
  private final URI server;
  private final List<Case> cases;
  private final Duration timeout;
  private final boolean strict;

  private ConformanceTests(URI server, List<Case> cases, Duration timeout, boolean strict) {
    this.server = server;
    this.cases = cases;
    this.timeout = timeout;
    this.strict = strict;
  }

  /// All cases for servers, each in 10 seconds at most; what is NON-STRICT does not fail.
  ///
  /// @param server a `ws` or `wss` URL of an echo service; any certificate will do
  public static ConformanceTests of(URI server) {
    List<Case> all = Cases.select(Side.SERVER, List.of());
    return new ConformanceTests(server, all, Duration.ofSeconds(10), false);
  }

  /// Fails what is NON-STRICT too: allowed, but not the best behaviour.
  public ConformanceTests strict() {
    return new ConformanceTests(server, cases, timeout, true);
  }

  /// Of the cases only those whose ids match one of these.
  ///
  /// @param globs such as `fragmentation.*`, where `*` stands for anything
  /// @throws IllegalArgumentException when no case is left
  public ConformanceTests only(String... globs) {
    List<Case> named = Cases.select(Side.SERVER, List.of(globs));
    return withCases(cases.stream().filter(named::contains).toList());
  }

  /// Of the cases only those whose ids match none of these. Say beside it why.
  ///
  /// @param globs as for [#only]
  /// @throws IllegalArgumentException when no case is left, or a glob matches none
  public ConformanceTests without(String... globs) {
    for (String glob : globs) {
      if (Cases.select(Side.SERVER, List.of(glob)).isEmpty()) {
        throw new IllegalArgumentException("no case is named " + glob);
      }
    }
    List<Case> named = Cases.select(Side.SERVER, List.of(globs));
    return withCases(cases.stream().filter(each -> !named.contains(each)).toList());
  }

  private ConformanceTests withCases(List<Case> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException("no case is left");
    }
    return new ConformanceTests(server, left, timeout, strict);
  }

  /// Gives each case so long.
  public ConformanceTests timeout(Duration time) {
    return new ConformanceTests(server, cases, time, strict);
  }

  /// Starts the run. Called by JUnit.
  ///
  /// @throws AssertionError when the server cannot be reached, or does not send back a message
  @Override
  public Iterator<DynamicNode> iterator() {
    Run run = Run.start(new ServerCheck(server, timeout, Run.PARALLEL), cases, strict);
    Map<String, List<Case>> families =
        cases.stream()
            .collect(Collectors.groupingBy(Case::family, LinkedHashMap::new, Collectors.toList()));
    Stream<DynamicNode> nodes =
        families.entrySet().stream()
            .map(family ->
                DynamicContainer.dynamicContainer(
                    family.getKey(), family.getValue().stream().map(each -> test(run, each))));
    return nodes.iterator();
  }

  private static DynamicTest test(Run run, Case tried) {
    return DynamicTest.dynamicTest(tried.id() + ": " + tried.title(), () -> run.judge(tried));
  }
}
