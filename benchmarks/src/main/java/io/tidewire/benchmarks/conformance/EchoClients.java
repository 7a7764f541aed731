package io.tidewire.benchmarks.conformance;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Takes one client through the cases that `tidewire check --client` serves, several at a time: one
/// that waits in vain holds up no other.
public final class EchoClients {
  private static final int PARALLEL = 16;

  private EchoClients() {}

  /// Runs them, and ends the process.
  ///
  /// @param arguments the client (`tidewire`, `jdk`, `okhttp` or `java-websocket`), where the cases
  ///   are served, such as `ws://localhost:9001`, and what to call the client in the report
  public static void main(String... arguments) throws InterruptedException {
    EchoClient client =
        switch (arguments[0]) {
          case "tidewire" -> new TidewireEcho();
          case "jdk" -> new JdkEcho();
          case "okhttp" -> new OkHttpEcho();
          case "java-websocket" -> new JavaWebSocketEcho();
          default -> throw new IllegalArgumentException("no client " + arguments[0]);
        };
    String base = arguments[1];
    String agent = "agent=" + URLEncoder.encode(arguments[2], StandardCharsets.UTF_8);
    int count = Integer.parseInt(client.echo(URI.create(base + "/getCaseCount")));
    List<Callable<String>> cases =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> URI.create(base + "/runCase?case=" + number + "&" + agent))
            .map(uri -> (Callable<String>) () -> client.echo(uri))
            .toList();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory())) {
      threads.invokeAll(cases);
    }
    client.echo(URI.create(base + "/updateReports?" + agent));
    System.exit(0); // the clients' threads go on
  }
}
