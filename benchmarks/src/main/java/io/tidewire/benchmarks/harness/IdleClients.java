package io.tidewire.benchmarks.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.ClientTls;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.load.Payload;
import io.tidewire.load.Payload.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A process that opens connections, has one message echoed on each, and holds them, or closes them
/// at once. It prints `open`, waits for a line, pings all, prints how many answered, and ends.
final class IdleClients {
  private static final int AT_ONCE = 64;
  private static final int MESSAGE = 1 << 10;
  // Fills every window, so that all of a context is really in memory.
  private static final int COMPRESSED_MESSAGE = 64 << 10;

  private final WebSocketClient client;
  private final URI uri;
  private final Message message;
  private final boolean hold;
  private final List<WebSocket> open = new ArrayList<>();

  private IdleClients(URI uri, boolean hold, CompressionOptions compression) {
    this.uri = uri;
    this.hold = hold;
    int bytes = compression.enabled() ? COMPRESSED_MESSAGE : MESSAGE;
    message = Message.text(new String(new Payload(Kind.JSON, bytes).generate(1), US_ASCII));
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
  /// @param arguments the URL, how many, whether to hold them, and for compression the window bits
  ///   and whether there is context takeover
  public static void main(String... arguments) throws Exception {
    CompressionOptions compression =
        arguments.length == 3
            ? CompressionOptions.OFF
            : compression(Integer.parseInt(arguments[3]), Boolean.parseBoolean(arguments[4]));
    boolean hold = Boolean.parseBoolean(arguments[2]);
    IdleClients clients = new IdleClients(URI.create(arguments[0]), hold, compression);
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
    for (int i = 0; i < count; i++) {
      opening.acquire();
      CompletableFuture<WebSocket> ready = openOne();
      ready.whenComplete((ws, failure) -> opening.release());
      all.add(ready);
    }
    for (CompletableFuture<WebSocket> ready : all) {
      open.add(ready.get(60, TimeUnit.SECONDS));
    }
  }

  private CompletableFuture<WebSocket> openOne() {
    CompletableFuture<Void> echoed = new CompletableFuture<>();
    CompletableFuture<WebSocket> ready =
        client
            .connectAsync(uri, WebSocketHandler.onMessage((ws, echo) -> echoed.complete(null)))
            .thenCompose(ws -> ws.sendAsync(message).thenCombine(echoed, (sent, came) -> ws));
    return hold ? ready : ready.thenCompose(ws -> ws.close(1000, "").thenApply(reason -> ws));
  }

  private long answering() {
    List<CompletableFuture<Boolean>> pongs =
        open.stream().map(ws -> ws.ping().handle((time, failure) -> failure == null)).toList();
    return pongs.stream()
        .filter(pong -> pong.completeOnTimeout(false, 20, TimeUnit.SECONDS).join())
        .count();
  }
}
