package io.tidewire.benchmarks.harness;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.ClientTls;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.CompressionOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A process that opens connections, has one message echoed on each, and holds them. It prints
/// `open`, waits for a line, pings all, prints how many answered, and ends.
final class IdleClients {
  private static final int AT_ONCE = 64;
  private static final int MESSAGE = 1024;

  private final WebSocketClient client;
  private final URI uri;
  private final List<WebSocket> open = new ArrayList<>();

  private IdleClients(URI uri, CompressionOptions compression) {
    this.uri = uri;
    client =
        WebSocketClient.builder()
            .threads(1)
            .tls(ClientTls.system().insecure())
            .options(
                WebSocketOptions.DEFAULTS
                    .withCompression(compression)
                    .withHeartbeat(Duration.ZERO, Duration.ZERO))
            .build();
  }

  /// The process.
  ///
  /// @param arguments the URL, how many, and for compression the window bits and whether there is
  ///   context takeover
  public static void main(String... arguments) throws Exception {
    CompressionOptions compression =
        arguments.length == 2
            ? CompressionOptions.OFF
            : compression(Integer.parseInt(arguments[2]), Boolean.parseBoolean(arguments[3]));
    IdleClients clients = new IdleClients(URI.create(arguments[0]), compression);
    clients.openAll(Integer.parseInt(arguments[1]));
    System.out.println("open");
    if (System.in.read() >= 0) {
      System.out.println(clients.answering());
    }
    // Closing thousands in order takes long, and nobody looks any more.
    Runtime.getRuntime().halt(0);
  }

  private static CompressionOptions compression(int windowBits, boolean takeover) {
    return CompressionOptions.DEFAULTS
        .withWindowBits(windowBits, windowBits)
        .withTakeover(takeover, takeover)
        .withMemoryBudget(Long.MAX_VALUE / 2);
  }

  private void openAll(int count) throws Exception {
    Semaphore opening = new Semaphore(AT_ONCE);
    List<CompletableFuture<WebSocket>> all = new ArrayList<>();
    Message message = Message.text("{\"idle\":true}".repeat(MESSAGE).substring(0, MESSAGE));
    for (int i = 0; i < count; i++) {
      opening.acquire();
      CompletableFuture<Void> echoed = new CompletableFuture<>();
      CompletableFuture<WebSocket> ready =
          client
              .connectAsync(uri, WebSocketHandler.onMessage((ws, echo) -> echoed.complete(null)))
              .thenCompose(ws -> ws.sendAsync(message).thenCombine(echoed, (sent, came) -> ws));
      ready.whenComplete((ws, failure) -> opening.release());
      all.add(ready);
    }
    for (CompletableFuture<WebSocket> ready : all) {
      open.add(ready.get(30, TimeUnit.SECONDS));
    }
  }

  private long answering() {
    List<CompletableFuture<Boolean>> pongs =
        open.stream().map(ws -> ws.ping().handle((time, failure) -> failure == null)).toList();
    return pongs.stream()
        .filter(pong -> pong.completeOnTimeout(false, 20, TimeUnit.SECONDS).join())
        .count();
  }
}
