package io.tidewire.benchmarks.soak;

import io.tidewire.BlockingHandler;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.benchmarks.servers.SelfSigned;
import io.tidewire.server.Listener;
import io.tidewire.server.ServerLimits;
import io.tidewire.server.ServerTls;
import io.tidewire.server.WebSocketServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// The process that serves. It takes its orders from standard input, a line each:
/// - `start` starts a server, and prints its [Addresses]
/// - `drain` drains all servers but the newest
/// - `rest` drains all, and when nothing is connected prints how many connections there have been,
///   how many are still there, and its [Vitals]
final class SoakServer {
  private static final String HOST = "127.0.0.1";
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final ServerLimits LIMITS =
      ServerLimits.DEFAULTS.withHandshakeTimeout(Soak.PATIENCE).withIdleTimeout(Soak.PATIENCE);
  private static final byte[] FLOOD = new byte[16 << 10];
  // More than a queue takes.
  private static final int BURST = 200;

  private final Deque<WebSocketServer> servers = new ArrayDeque<>();
  private long accepted;

  private SoakServer() {}

  /// The process.
  public static void main(String... arguments) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    SoakServer server = new SoakServer();
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      server.follow(order);
    }
    System.exit(0);
  }

  private void follow(String order) throws Exception {
    switch (order) {
      case "start" -> System.out.println(start());
      case "drain" -> servers.stream().skip(1).forEach(server -> server.drain(WINDOW));
      case "rest" -> System.out.println(rest());
      default -> throw new IllegalArgumentException(order);
    }
  }

  private Addresses start() throws Exception {
    WebSocketServer server =
        WebSocketServer.builder()
            .listen(Listener.tcp(HOST, 0))
            .listen(
                Listener.tls(
                    HOST, 0, ServerTls.keyStore(SelfSigned.keyStore(), SelfSigned.password())))
            .options(Soak.OPTIONS)
            .limits(LIMITS)
            .route("/event", WebSocketHandler.onMessage((ws, message) -> ws.send(message)))
            .blocking("/blocking", SoakServer::echo)
            .blocking("/stream", SoakServer::echoStream)
            .blocking("/flood", flood())
            .route("/burst", new Burst())
            .start();
    servers.addFirst(server);
    return new Addresses(port(server, 0), port(server, 1));
  }

  private static int port(WebSocketServer server, int listener) {
    return ((InetSocketAddress) server.addresses().get(listener)).getPort();
  }

  private String rest() throws IOException, InterruptedException {
    for (WebSocketServer server : servers) {
      server.drain(WINDOW).join();
    }
    Thread.sleep(Soak.SETTLING);
    int left = 0;
    for (WebSocketServer server : servers) {
      accepted += server.figures().accepted();
      left += server.figures().connections();
    }
    servers.clear();
    return accepted + " " + left + " " + Vitals.now();
  }

  private static void echo(WebSocket ws) {
    for (Message message : ws.messages()) {
      ws.send(message);
    }
  }

  private static void echoStream(WebSocket ws) throws IOException {
    while (true) {
      try (InputStream in = ws.receiveStream()) {
        OutputStream out = ws.sendBinaryStream();
        in.transferTo(out);
        out.close(); // Not where the message has no end: then the connection has none either.
      }
    }
  }

  private static BlockingHandler flood() {
    return ws -> {
      while (true) {
        ws.send(FLOOD);
      }
    };
  }

  /// Sends more at once than a slow peer may make it keep, so that the overflow policy speaks.
  private static final class Burst implements WebSocketHandler {
    private static final Message NEWS = Message.binary(FLOOD).prepared();

    @Override
    public void onOpen(WebSocket ws) {
      for (int i = 0; i < BURST; i++) {
        ws.send(NEWS);
      }
    }
  }
}
