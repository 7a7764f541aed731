package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tests that documents name, as `module/Class.method`, are there.
class DocumentedTestsTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+)/(\\w+Test)\\.(\\w+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*");

  private static String read(String document) throws IOException {
    return Files.readString(Checkout.ROOT.resolve("docs").resolve(document));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pains.md", "reliability.md"})
  void eachOneIsThere(String document) throws IOException {
    List<MatchResult> named = NAMED.matcher(read(document)).results().toList();
    assertThat(named).isNotEmpty();
    for (MatchResult test : named) {
      assertThat(source(test.group(1), test.group(2)))
          .as(test.group())
          .containsPattern("\\bvoid " + test.group(3) + "\\(");
    }
  }

  private static String source(String module, String type) throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.ROOT.resolve(module).resolve("src/test/java"))) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().equals(type + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(module + " has no " + type));
      return Files.readString(file);
    }
  }

  @Test
  void eachPainThatIsOursToMendHasATest() throws IOException {
    List<MatchResult> rows = ROW.matcher(read("pains.md")).results().toList();
    assertThat(rows).allMatch(row -> NAMED.matcher(row.group()).find());
    Set<Integer> pains =
        rows.stream().map(row -> Integer.valueOf(row.group(1))).collect(Collectors.toSet());
    Stream<IntStream> mended =
        Stream.of(
            IntStream.rangeClosed(1, 17),
            IntStream.rangeClosed(21, 24),
            IntStream.rangeClosed(28, 32));
    assertThat(pains)
        .containsExactlyInAnyOrderElementsOf(mended.flatMap(IntStream::boxed).toList());
  }
}
