package io.tidewire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table in `docs/conformance-rules.md` against the cases that there are.
class RulesTest {
  private static final Path TABLE = Path.of("..", "docs", "conformance-rules.md");
  private static final Pattern ID = Pattern.compile("`([a-z0-9*.-]+)`");
  private static final Pattern CLAUSE = Pattern.compile("§[0-9]+(\\.[0-9]+)*");

  @Test
  void everyIdIsThatOfACase() throws Exception {
    List<String> unknown =
        rows()
            .map(row -> row.substring(row.lastIndexOf('|')))
            .flatMap(cell -> ID.matcher(cell).results())
            .map(found -> found.group(1))
            .filter(Predicate.not(RulesTest::isKnown))
            .toList();
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyRuleHasACaseOrAReason() throws Exception {
    assertThat(rows()).hasSizeGreaterThan(90).allMatch(row -> row.matches("§.*\\| \\S.*\\| \\S.*"));
  }

  @Test
  void everyClauseOfACaseIsThere() throws Exception {
    Set<String> missing =
        all()
            .map(Case::clause)
            .filter(clause -> clause.startsWith("RFC 6455") || clause.startsWith("RFC 7692"))
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(clauses());
    assertThat(missing).isEmpty();
  }

  /// Without the bars at both ends, from all tables.
  private static Stream<String> rows() throws Exception {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> line.startsWith("| §"))
        .map(line -> line.substring(2, line.length() - 2));
  }

  private static Set<String> clauses() throws Exception {
    Set<String> clauses = new TreeSet<>();
    String rfc = "";
    for (String line : Files.readAllLines(TABLE)) {
      rfc = line.startsWith("## RFC") ? line.substring(3, 11) : rfc;
      if (line.startsWith("| §")) {
        CLAUSE
            .matcher(line)
            .results()
            .map(MatchResult::group)
            .limit(1)
            .map((rfc + " ")::concat)
            .forEach(clauses::add);
      }
    }
    return clauses;
  }

  private static boolean isKnown(String glob) {
    return Stream.of(Side.values())
        .anyMatch(side ->
            !Cases.select(side, List.of(glob)).isEmpty()
                || !Cases.selectAbuse(side, List.of(glob)).isEmpty());
  }

  private static Stream<Case> all() {
    return Stream.concat(
        Cases.all().stream(),
        Stream.of(Side.values()).flatMap(side -> Cases.selectAbuse(side, List.of()).stream()));
  }
}
