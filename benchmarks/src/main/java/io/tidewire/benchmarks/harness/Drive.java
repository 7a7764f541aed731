package io.tidewire.benchmarks.harness;

import io.tidewire.client.ClientTls;
import io.tidewire.load.Latency;
import io.tidewire.load.LoadGenerator;
import io.tidewire.load.LoadOptions;
import io.tidewire.load.LoadResult;
import io.tidewire.load.Payload.Kind;
import io.tidewire.load.Work;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One run of the load generator, in a process of its own.
///
/// @param serverPid whose CPU time counts
/// @param depth how many messages each connection has on their way; of a broadcast, all together
record Drive(
    String uri,
    long serverPid,
    int connections,
    Kind kind,
    int bytes,
    int depth,
    boolean broadcast,
    boolean compress,
    Times times) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// The process.
  ///
  /// @param arguments a [Drive] as JSON; its figures are printed as JSON
  public static void main(String... arguments) throws Exception {
    Drive drive = JSON.readValue(arguments[0], Drive.class);
    LoadResult result = LoadGenerator.run(drive.options(), progress -> {});
    if (result.failure().isPresent()) {
      throw new IOException(result.failure().get());
    }
    System.out.println(JSON.writeValueAsString(figures(result)));
  }

  /// Starts the process and waits for its end.
  Map<Figure, Double> run(Cores cores, File log) throws IOException, InterruptedException {
    Process process =
        cores.java(log, List.of("-Xmx2g"), Drive.class, JSON.writeValueAsString(this));
    try {
      String figures = process.inputReader().readLine();
      if (figures == null) {
        throw new IOException("the load failed; see " + log);
      }
      process.waitFor();
      return JSON.readValue(figures, new TypeReference<EnumMap<Figure, Double>>() {});
    } finally {
      process.destroyForcibly();
    }
  }

  private LoadOptions options() {
    return LoadOptions.of(URI.create(uri))
        .withConnections(connections)
        .withPayload(kind, bytes)
        .withWork(broadcast ? new Work.Broadcast(1, depth) : new Work.Pipelined(depth))
        .withTimes(seconds(times.warmup()), seconds(times.measured()))
        .withCompression(compress)
        .withTls(ClientTls.system().insecure())
        .withServerPid(serverPid);
  }

  private static Duration seconds(double count) {
    return Duration.ofMillis(Math.round(count * 1000));
  }

  private static Map<Figure, Double> figures(LoadResult result) {
    Latency latency = result.latency();
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.CPU, result.serverMicrosPerMessage().orElseThrow());
    figures.put(Figure.RATE, result.messagesPerSecond());
    figures.put(Figure.P50, latency.p50() / 1e3);
    figures.put(Figure.P99, latency.p99() / 1e3);
    figures.put(Figure.P999, latency.p999() / 1e3);
    figures.put(Figure.GENERATOR, 100 * result.generatorLoad());
    figures.put(Figure.BYTES, (double) result.bytes() / result.messages());
    return figures;
  }
}
