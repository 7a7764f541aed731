package io.tidewire.conformance.junit;

import io.tidewire.conformance.Case;
import io.tidewire.conformance.CaseResult;
import io.tidewire.conformance.Judgment;
import io.tidewire.conformance.ServerCheck;
import io.tidewire.conformance.UnusableException;
import io.tidewire.conformance.WireLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// A run of cases beside the tests that wait for them.
final class Run {
  static final int PARALLEL = 8;

  private final Map<Case, CompletableFuture<CaseResult>> results;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final boolean strict;

  private Run(List<Case> cases, boolean strict) {
    this.results =
        cases.stream()
            .collect(Collectors.toMap(Function.identity(), _ -> new CompletableFuture<>()));
    this.strict = strict;
  }

  /// Returns when the server has answered.
  static Run start(ServerCheck check, List<Case> cases, boolean strict) {
    Run run = new Run(cases, strict);
    Thread.ofVirtual().start(() -> run.run(check, cases));
    try {
      run.begun.join();
    } catch (CompletionException e) {
      throw new AssertionFailedError(e.getCause().getMessage(), e.getCause());
    }
    return run;
  }

  private void run(ServerCheck check, List<Case> cases) {
    try {
      check.run("server", cases, (result, _, _) -> finished(result));
    } catch (UnusableException | InterruptedException | RuntimeException e) {
      begun.completeExceptionally(e);
      results.values().forEach(result -> result.completeExceptionally(e));
    }
  }

  private void finished(CaseResult result) {
    begun.complete(null);
    results.get(result.tried()).complete(result);
  }

  /// Passes, aborts or fails the test of a case, once it has run.
  void judge(Case tried) {
    CaseResult result = results.get(tried).join();
    switch (result.verdict()) {
      case OK, INFORMATIONAL -> {}
      case UNIMPLEMENTED -> throw new TestAbortedException(words(result));
      case NON_STRICT -> {
        if (!strict) {
          throw new TestAbortedException(words(result));
        }
        throw new AssertionFailedError(story(result));
      }
      case FAILED -> throw new AssertionFailedError(story(result));
    }
  }

  private static String words(CaseResult result) {
    Judgment overall = result.overall();
    return overall.verdict() + " by " + result.tried().clause() + ": " + overall.why();
  }

  private static String story(CaseResult result) {
    return Stream.of(
            Stream.of(words(result)),
            result.tried().script().stream().map(step -> "  - " + step),
            result.log().stream().map(WireLog.Entry::toString))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }
}
