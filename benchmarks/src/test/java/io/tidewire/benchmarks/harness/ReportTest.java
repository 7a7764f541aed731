package io.tidewire.benchmarks.harness;

import static io.tidewire.benchmarks.harness.Measurements.cpu;
import static io.tidewire.benchmarks.harness.Measurements.failed;
import static io.tidewire.benchmarks.servers.Contestant.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {
  @TempDir private Path folder;
  private final List<Row> rows = Rows.all(Path.of(""));
  private Results results;

  @BeforeEach
  void measureARow() {
    results = Results.read(folder.resolve("results.json"));
    results.put(
        Measurements.row(
            "echo-64-1",
            cpu(NETTY_TCP, 2),
            cpu(TIDEWIRE, 2.5),
            cpu(VERTX, 5),
            failed(JETTY, "out of luck")));
  }

  @Test
  void writesATableOfEachRowThatWasMeasured() {
    assertThat(Report.page(results, rows))
        .contains("2026-01-02: Test CPU, 2 cores; Linux 1.2; Some VM 25; 3 rounds of 2 s")
        .contains("Jetty 12.0.0")
        .contains("### 100 × 64 B text, 1 in flight (`echo-64-1`)")
        .contains("| bare Netty TCP echo | 2.00 | 2.00–2.00 | 1.00 |")
        .contains("| Tidewire, event style | 2.50 | 2.50–2.50 | 1.25 |")
        .contains("| Jetty ✗ | – |")
        .contains("✗ Jetty: out of luck")
        .doesNotContain("(`echo-64-32`)")
        .doesNotContain("| Helidon |");
  }

  @Test
  void saysOfEachTargetWhetherItIsMet() {
    assertThat(Report.page(results, rows))
        .contains("| `echo-64-1` | CPU to the bare echo | ≤ 1.05 × | 1.25 × | **missed** |")
        .contains("| `echo-64-1` | CPU of the best other to ours | ≥ 1.00 × | 2.00 × | met |")
        .contains("| `echo-64-32` | CPU to the bare echo | ≤ 1.40 × | – | not measured |");
  }

  @Test
  void everyTargetIsOfARow() {
    List<String> ids = rows.stream().map(Row::id).toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(Targets.of(results)).isNotEmpty().allMatch(target -> ids.contains(target.row()));
  }

  @Test
  void saysWhereTheGeneratorMayHaveBeenTheLimit() {
    Sample busy = new Sample("tidewire", Map.of(Figure.CPU, 1.0, Figure.GENERATOR, 97.0), null);
    Row row = rows.getFirst();

    assertThat(Report.row(row, Measurements.row(row.id(), cpu(NETTY_TCP, 1), busy)))
        .contains("not the server's: Tidewire, event style.");
  }

  @Test
  void drawsWhatWasMeasured() throws Exception {
    Plots.write(results, rows, folder);
    String svg = Files.readString(folder.resolve("echo.svg"));

    assertThat(svg).contains("Tidewire, event style", "2.50 (1.25 ×)").doesNotContain("Jetty");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(4);
    assertThat(folder.resolve("tls.svg")).doesNotExist();
  }

  @Test
  void takesTheProcessorsNameFromCpuinfo() {
    assertThat(Machine.processor(List.of("processor\t: 0", "model name\t: Some CPU @ 3 GHz")))
        .isEqualTo("Some CPU @ 3 GHz");
    assertThat(Machine.processor(List.of())).isEqualTo("unknown processor");
  }
}
