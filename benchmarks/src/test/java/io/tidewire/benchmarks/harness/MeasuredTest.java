package io.tidewire.benchmarks.harness;

import static io.tidewire.benchmarks.harness.Measurements.cpu;
import static io.tidewire.benchmarks.harness.Measurements.failed;
import static io.tidewire.benchmarks.servers.Contestant.JETTY;
import static io.tidewire.benchmarks.servers.Contestant.NETTY_TCP;
import static io.tidewire.benchmarks.servers.Contestant.TIDEWIRE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredTest {
  private final Measured measured =
      Measurements.row(
          "echo-64-1",
          cpu(NETTY_TCP, 4),
          cpu(TIDEWIRE, 7),
          cpu(TIDEWIRE, 5),
          cpu(TIDEWIRE, 100),
          cpu(NETTY_TCP, 2),
          failed(JETTY, "out of luck"));

  @Test
  void takesTheMiddleOfTheRounds() {
    assertThat(measured.median(TIDEWIRE, Figure.CPU)).hasValue(7);
    assertThat(measured.median(NETTY_TCP, Figure.CPU)).hasValue(3);
    assertThat(measured.ratio(NETTY_TCP, TIDEWIRE, Figure.CPU)).hasValue(3.0 / 7);
  }

  @Test
  void hasNoFigureWhereNothingWasMeasured() {
    assertThat(measured.median(JETTY, Figure.CPU)).isEmpty();
    assertThat(measured.ratio(JETTY, TIDEWIRE, Figure.CPU)).isEmpty();
    assertThat(measured.failure(JETTY)).hasValue("out of luck");
    assertThat(measured.failure(TIDEWIRE)).isEmpty();
  }

  @Test
  void isKeptInAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("deeper/results.json");
    Results results = Results.read(file);
    results.put(measured);
    results.write();

    assertThat(Results.read(file).row("echo-64-1")).hasValue(measured);
    assertThat(Results.read(file).row("echo-1m-1")).isEmpty();
  }
}
