package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files that `tidewire check` writes.
@Timeout(60)
class CheckOutputsTest {
  @TempDir private Path folder;
  private Path json;
  private Path junit;
  private Path html;

  @BeforeEach
  void nameFiles() {
    json = folder.resolve("run.json");
    junit = folder.resolve("run.xml");
    html = folder.resolve("run.html");
  }

  @Test
  void jsonHoldsJudgmentsAndTheWireLog() throws Exception {
    check("/echo", "framing.text.1", "--json", json);
    JsonNode run = JsonMapper.shared().readTree(json);
    assertThat(run.get("agent").asString()).startsWith("localhost:");
    assertThat(run.get("peer").asString()).isEqualTo("server");
    assertThat(run.get("millis").asLong()).isPositive();
    assertThat(run.get("counts").get("OK").asInt()).isEqualTo(1);

    JsonNode result = run.get("results").get(0);
    assertThat(result.get("id").asString()).isEqualTo("framing.text.1");
    assertThat(result.get("tcp").get("verdict").asString()).isEqualTo("OK");
    assertThat(result.get("script")).isNotEmpty();
    JsonNode request = result.get("log").get(0);
    assertThat(request.get("direction").asString()).isEqualTo("sent");
    assertThat(request.get("hex").asString())
        .startsWith("474554202f6563686f") // GET /echo
        .hasSize(2 * request.get("length").asInt());
  }

  @Test
  void ofWhatIsLongTheBeginningAndTheEndAreLogged() throws Exception {
    check("/echo", "framing.text.65536", "--json", json);
    for (JsonNode entry : JsonMapper.shared().readTree(json).findPath("log")) {
      if (entry.path("length").asInt() > 65_536) {
        assertThat(entry.get("hex").asString()).hasSize(2 * 1024);
        assertThat(entry.get("hexOfEnd").asString()).hasSize(2 * 64);
        return;
      }
    }
    throw new AssertionError("no entry is long");
  }

  @Test
  void junitHoldsAFailureWithItsStory() throws Exception {
    check("/time", "framing.text.1*", "--junit", junit);
    Document xml =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(junit.toFile());
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("name")).isEqualTo("framing");
    assertThat(suite.getAttribute("failures")).isEqualTo(suite.getAttribute("tests"));

    Element test = (Element) suite.getElementsByTagName("testcase").item(0);
    assertThat(test.getAttribute("name")).startsWith("framing.text.1: ");
    Element failure = (Element) test.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("type")).isEqualTo("RFC 6455 §5.2");
    assertThat(failure.getTextContent())
        .contains("messages: FAILED, ", "- send text of 1 byte", " ms  sent ");
  }

  @Test
  void thePageComparesRunsAndLoadsNothing() throws Exception {
    check("/time", "framing.text.1", "--agent", "</script>", "--json", json);
    check("/echo", "framing.text.1", "--compare", json, "--html", html);
    String page = Files.readString(html);
    assertThat(page).doesNotContain("</script> ·", "src=", "href=\"http", "{{");
    Matcher runs = Pattern.compile("data-kind=\"run\">([^<]+)</script>").matcher(page);
    assertThat(runs.results().map(run -> restore(run.group(1))))
        .extracting(run -> run.findPath("results").get(0).get("verdict").asString())
        .containsExactly("FAILED", "OK");
  }

  @Test
  void runsOfBeforeAreComparedWithoutRunningAnything() throws Exception {
    check("/echo", "framing.text.1", "--json", json);
    Cli.Result compare =
        Cli.run("", "check", "--compare", json.toString(), "--html", html.toString());
    assertThat(compare.exitCode()).isZero();
    assertThat(compare.err()).isEmpty();
    assertThat(html).isNotEmptyFile();
  }

  private static JsonNode restore(String base64) {
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(String path, String cases, Object... options) throws Exception {
    try (Served served = Served.start()) {
      String[] arguments = new String[options.length + 6];
      arguments[0] = "check";
      arguments[1] = served.ws(path);
      arguments[2] = "--case";
      arguments[3] = cases;
      arguments[4] = "--timeout";
      arguments[5] = "5";
      for (int i = 0; i < options.length; i++) {
        arguments[6 + i] = options[i].toString();
      }
      Cli.Result check = Cli.run("", arguments);
      assertThat(check.err().lines()).allMatch(line -> line.contains("does not send back"));
    }
  }
}
