package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import io.tidewire.load.Payload.Kind;
import java.io.File;
import java.util.Map;

/// Drives a server with messages.
///
/// @param depth how many messages each connection has on their way; of a broadcast, all together
/// @param broadcast whether one connection sends and all receive
/// @param others connections that are open and idle meanwhile
/// @param threads of the server; with two, both it and the generator run on both cores
record LoadTrial(
    int connections,
    Kind kind,
    int bytes,
    int depth,
    boolean broadcast,
    boolean tls,
    boolean compress,
    int others,
    int threads)
    implements Trial {
  private static final int BROADCAST_BYTES = 100;

  static LoadTrial echo(int connections, Kind kind, int bytes, int depth) {
    return new LoadTrial(connections, kind, bytes, depth, false, false, false, 0, 1);
  }

  static LoadTrial broadcast(int receivers, int outstanding) {
    return new LoadTrial(
        receivers, Kind.ASCII, BROADCAST_BYTES, outstanding, true, false, false, 0, 1);
  }

  LoadTrial withTls() {
    return new LoadTrial(
        connections, kind, bytes, depth, broadcast, true, compress, others, threads);
  }

  LoadTrial withCompression() {
    return new LoadTrial(connections, kind, bytes, depth, broadcast, tls, true, others, threads);
  }

  /// With so many connections open, most of them idle.
  LoadTrial among(int all) {
    return new LoadTrial(
        connections, kind, bytes, depth, broadcast, tls, compress, all - connections, threads);
  }

  LoadTrial withThreads(int count) {
    return new LoadTrial(connections, kind, bytes, depth, broadcast, tls, compress, others, count);
  }

  @Override
  public Map<Figure, Double> run(Contestant contestant, Times times, File log) throws Exception {
    ServerProcess.Setup setup =
        ServerProcess.Setup.of(contestant)
            .withThreads(threads)
            .withTls(tls)
            .withCompression(compress, 64 << 20);
    try (ServerProcess server = ServerProcess.start(setup, log)) {
      if (others == 0) {
        return drive(server, times, log);
      }
      try (HeldConnections idle =
          HeldConnections.open(server.uri("/echo"), others, 0, false, log)) {
        Map<Figure, Double> figures = drive(server, times, log);
        requireAll(idle.answering());
        return figures;
      }
    }
  }

  private void requireAll(long answering) {
    if (answering < others) {
      throw new IllegalStateException("only " + answering + " idle connections answered");
    }
  }

  private Map<Figure, Double> drive(ServerProcess server, Times times, File log) throws Exception {
    Drive drive =
        new Drive(
            server.uri(broadcast ? "/broadcast" : "/echo").toString(),
            server.pid(),
            connections,
            kind,
            bytes,
            depth,
            broadcast,
            compress,
            times);
    return drive.run(threads == 1 ? Cores.GENERATOR : Cores.BOTH, log);
  }
}
