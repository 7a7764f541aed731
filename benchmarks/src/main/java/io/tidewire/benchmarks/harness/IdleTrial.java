package io.tidewire.benchmarks.harness;

import io.tidewire.benchmarks.servers.Contestant;
import java.io.File;
import java.util.Map;

/// Opens connections, leaves them alone after one message each, and sees by how much the server
/// grew.
///
/// @param heap of the server's JVM
/// @param windowBits of both directions, 0 for no compression
record IdleTrial(int connections, String heap, boolean tls, int windowBits, boolean takeover)
    implements Trial {
  private static final int FIRST = 5_000;

  static IdleTrial plain(int connections) {
    return new IdleTrial(connections, "1g", false, 0, false);
  }

  IdleTrial withHeap(String size) {
    return new IdleTrial(connections, size, tls, windowBits, takeover);
  }

  IdleTrial withTls() {
    return new IdleTrial(connections, heap, true, windowBits, takeover);
  }

  IdleTrial withCompression(int bits, boolean keepsContexts) {
    return new IdleTrial(connections, heap, tls, bits, keepsContexts);
  }

  @Override
  public Map<Figure, Double> run(Contestant contestant, Times times, File log) throws Exception {
    ServerProcess.Setup setup =
        ServerProcess.Setup.of(contestant)
            .withHeap(heap)
            .withTls(tls)
            .withCompression(windowBits > 0, Long.MAX_VALUE / 2);
    try (ServerProcess server = ServerProcess.start(setup, log)) {
      // What the first connections load and compile is no connection's own. They pass a few at a
      // time, and leave no memory behind that those to be measured could live in.
      int first = Math.min(FIRST, connections);
      HeldConnections.pass(server.uri("/echo"), first, windowBits, takeover, log);
      Footprint before = Footprint.of(server.pid());
      try (HeldConnections held =
          HeldConnections.open(server.uri("/echo"), connections, windowBits, takeover, log)) {
        Footprint after = Footprint.of(server.pid());
        return figures(before, after, held.answering());
      }
    }
  }

  // The heap is in memory whole from the start, so what grows is native.
  private Map<Figure, Double> figures(Footprint before, Footprint after, long answering) {
    return Map.of(
        Figure.HEAP, (after.heap() - before.heap()) / (double) connections,
        Figure.NATIVE, (after.resident() - before.resident()) / (double) connections,
        Figure.ANSWERING, (double) answering);
  }
}
