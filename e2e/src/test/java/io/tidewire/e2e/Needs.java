package io.tidewire.e2e;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Tests that need tools of this machine. Where one is missing they are skipped, which says what to
/// install; with `CI=true` in the environment they fail instead.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
@interface Needs {
  Tool[] value();

  /// Skips or fails.
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String missing =
          findAnnotation(context.getRequiredTestClass(), Needs.class).stream()
              .flatMap(needs -> Arrays.stream(needs.value()))
              .filter(tool -> !tool.isHere())
              .map(Tool::howToGet)
              .collect(Collectors.joining("; "));
      if (missing.isEmpty()) {
        return enabled("all tools are here");
      }
      String reason = context.getRequiredTestClass().getSimpleName() + " needs " + missing;
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(reason);
      }
      return skipped(reason);
    }

    // Maven's output counts what was skipped, and does not say why.
    private static ConditionEvaluationResult skipped(String reason) {
      System.out.println("SKIPPED: " + reason);
      return disabled(reason);
    }
  }
}
