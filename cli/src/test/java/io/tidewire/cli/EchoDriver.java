package io.tidewire.cli;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.client.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// Takes our client through the cases of a `tidewire check --client`.
final class EchoDriver {
  static final WebSocketHandler ECHO =
      WebSocketHandler.onMessage((ws, message) -> ws.send(message));

  private EchoDriver() {}

  /// Several cases at a time, and then the report.
  static void drive(WebSocketClient client, Cli.Running check) throws IOException {
    String base = check.err("/getCaseCount").replaceFirst(".*(ws://\\S+)/getCaseCount", "$1");
    try (ExecutorService several = Executors.newFixedThreadPool(8, Thread.ofVirtual().factory())) {
      IntStream.rangeClosed(1, count(base))
          .mapToObj(number -> base + "/runCase?case=" + number + "&agent=ours")
          .forEach(url -> several.execute(() -> echo(client, url)));
    }
    echo(client, base + "/updateReports?agent=ours");
  }

  private static int count(String base) {
    try (WebSocket ws = WebSocketClient.connect(base + "/getCaseCount")) {
      return Integer.parseInt(ws.receive().text());
    }
  }

  /// How it ends is for the case to judge.
  private static void echo(WebSocketClient client, String url) {
    try {
      client.connect(URI.create(url), ECHO).closed().join();
    } catch (HandshakeException e) {
      assert true : "some cases want the client to refuse the handshake";
    }
  }
}
