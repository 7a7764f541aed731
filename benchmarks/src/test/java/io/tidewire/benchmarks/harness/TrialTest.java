package io.tidewire.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidewire.benchmarks.servers.Contestant;
import io.tidewire.load.Payload.Kind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One short trial of each kind, to see that the figures come; what they are is not looked at.
class TrialTest {
  private static final Times SHORT = new Times(0, 0.3);

  @TempDir private Path folder;
  private File log;

  @BeforeEach
  void needsTwoCores() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "taskset is Linux's");
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one core each");
    log = folder.resolve("log").toFile();
  }

  @ParameterizedTest
  @EnumSource(names = {"NETTY_TCP", "TIDEWIRE"})
  void measuresAnEcho(Contestant contestant) throws Exception {
    Map<Figure, Double> figures = LoadTrial.echo(2, Kind.ASCII, 64, 4).run(contestant, SHORT, log);

    assertThat(figures)
        .containsOnlyKeys(
            Figure.CPU,
            Figure.RATE,
            Figure.P50,
            Figure.P99,
            Figure.P999,
            Figure.GENERATOR,
            Figure.OTHERS,
            Figure.BYTES);
    // a header of two bytes; of the bare echo the client's own, with a mask
    assertThat(figures)
        .containsEntry(Figure.BYTES, contestant == Contestant.TIDEWIRE ? 66.0 : 70.0);
  }

  @Test
  void measuresIdleConnections() throws Exception {
    Map<Figure, Double> figures =
        IdleTrial.plain(20).withHeap("64m").run(Contestant.TIDEWIRE, SHORT, log);

    assertThat(figures)
        .containsOnlyKeys(Figure.HEAP, Figure.NATIVE, Figure.ANSWERING)
        .containsEntry(Figure.ANSWERING, 20.0);
  }
}
