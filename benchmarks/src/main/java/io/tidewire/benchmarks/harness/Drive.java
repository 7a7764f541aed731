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
  // Seconds after the connections of a run are open.
  private static final double SETTLING = 0.5;
  // A warm-up takes at most so many times what it would take alone on the machine.
  private static final int PATIENCE = 4;

  /// The process.
  ///
  /// @param arguments a [Drive] as JSON; its figures are printed as JSON
  public static void main(String... arguments) throws Exception {
    Drive drive = JSON.readValue(arguments[0], Drive.class);
    drive.warmUp();
    System.out.println(JSON.writeValueAsString(drive.measure()));
  }

  // By the server's own time: on a busy machine it comes later that all is compiled.
  private void warmUp() throws Exception {
    Duration wanted = seconds(times.warmup());
    for (int run = 0; wanted.isPositive() && run < PATIENCE * times.warmup(); run++) {
      wanted = wanted.minus(load(0, 1).cpu().server().orElseThrow().used());
    }
  }

  private Map<Figure, Double> measure() throws Exception {
    long begun = System.nanoTime();
    Duration before = onCoreBesideServer();
    LoadResult result = load(SETTLING, times.measured());
    Map<Figure, Double> figures = figures(result);
    Duration others = onCoreBesideServer().minus(before);
    figures.put(Figure.OTHERS, 100.0 * others.toNanos() / (System.nanoTime() - begun));
    return figures;
  }

  private Duration onCoreBesideServer() throws IOException {
    Duration server =
        ProcessHandle.of(serverPid).orElseThrow().info().totalCpuDuration().orElseThrow();
    return CoreTime.now().minus(server);
  }

  private LoadResult load(double before, double measured) throws Exception {
    LoadResult result =
        LoadGenerator.run(options().withTimes(seconds(before), seconds(measured)), progress -> {});
    if (result.failure().isPresent()) {
      throw new IOException(result.failure().get());
    }
    return result;
  }

  /// Starts the process and waits for its end.
  Map<Figure, Double> run(Cores cores, File log) throws IOException, InterruptedException {
    Process process =
        cores.java(log, List.of("-Xmx2g"), Drive.class, JSON.writeValueAsString(this));
    try {
      String figures = process.inputReader().readLine();
      if (figures == null) {
        throw new IOException("the load failed; see target/bench/" + log.getName());
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
