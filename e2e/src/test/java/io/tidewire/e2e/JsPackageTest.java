package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The package of our JavaScript client as npm sees it.
@Needs({Tool.NODE, Tool.NPM})
class JsPackageTest {

  @Test
  void itsOwnTestsPass() throws Exception {
    assertThat(JsPackage.npm("test")).containsPattern("tests [1-9]").contains(" fail 0\n");
  }

  @Test
  void itHoldsWhatItsUsersNeedAndNothingElse() throws Exception {
    JsPackage.build();
    String packed = JsPackage.npm("pack", "--dry-run", "--ignore-scripts", "--json");
    assertThat(
            Pattern.compile("\"path\": \"([^\"]+)\"")
                .matcher(packed)
                .results()
                .map(m -> m.group(1)))
        .contains("LICENSE", "README.md", "package.json", "dist/index.js", "dist/index.d.ts")
        .allMatch(path ->
            path.matches("LICENSE|README\\.md|package\\.json|dist/[a-z-]+(\\.d\\.ts|\\.js)"));
  }

  @Test
  void itsLicenseIsTheProjects() throws Exception {
    assertThat(Checkout.ROOT.resolve("js/LICENSE"))
        .hasSameTextualContentAs(Checkout.ROOT.resolve("LICENSE"));
  }

  @Test
  void nothingInItNamesARegistry() throws Exception {
    assertThat(Files.readString(Checkout.ROOT.resolve("js/package-lock.json")))
        .doesNotContain("resolved", "http");
  }
}
