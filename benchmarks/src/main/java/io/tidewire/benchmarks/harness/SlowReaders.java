package io.tidewire.benchmarks.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tidewire.benchmarks.servers.Contestant;
import io.tidewire.load.LoadGenerator;
import io.tidewire.load.LoadOptions;
import io.tidewire.load.LoadResult;
import io.tidewire.load.Payload.Kind;
import io.tidewire.load.Work;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// What receivers that hardly read do to all others: a broadcast without them and with them, three
/// times in turn. Each that the server closes is replaced by the next.
public final class SlowReaders implements AutoCloseable {
  private static final int RECEIVERS = 15_000;
  private static final int SLOW = RECEIVERS / 100;
  private static final int BYTES = 8192;
  private static final int ROUNDS = 3;
  private static final Duration WARMUP = Duration.ofSeconds(10);
  private static final Duration MEASURED = Duration.ofSeconds(20);

  // The least that the system takes, so that what is not read waits at the server soon.
  private static final int RECEIVE_BUFFER = 2048;
  private static final Duration BETWEEN_READS = Duration.ofMillis(100);
  // Of a broadcast: no slow reader keeps up.
  private static final int READ = 64;

  private final URI uri;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LongAdder closed = new LongAdder();

  private SlowReaders(URI uri) {
    this.uri = uri;
  }

  /// Prints what was found.
  public static void main(String... arguments) throws Exception {
    File log = new File("target/bench/slow-readers.log");
    log.getParentFile().mkdirs();
    System.out.printf(
        "%d receivers of %d bytes; then with %d more that read %d bytes every %d ms%n",
        RECEIVERS, BYTES, SLOW, READ, BETWEEN_READS.toMillis());
    for (int round = 0; round < ROUNDS; round++) {
      run(0, log);
      run(SLOW, log);
    }
  }

  private static void run(int slow, File log) throws Exception {
    ServerProcess.Setup setup =
        ServerProcess.Setup.of(Contestant.of("tidewire")).withHeap("2g").withThreads(2);
    try (ServerProcess server = ServerProcess.start(setup, log);
        SlowReaders readers = new SlowReaders(server.uri("/broadcast"))) {
      readers.start(slow);
      print(slow, load(server), readers.closed.sum());
    }
  }

  private static LoadResult load(ServerProcess server) throws Exception {
    return LoadGenerator.run(
        LoadOptions.of(server.uri("/broadcast"))
            .withConnections(RECEIVERS)
            .withPayload(Kind.ASCII, BYTES)
            .withWork(new Work.Broadcast(1, 1))
            .withTimes(WARMUP, MEASURED)
            .withServerPid(server.pid()),
        progress -> {});
  }

  private static void print(int slow, LoadResult result, long closed) {
    System.out.printf(
        Locale.ROOT,
        "%3d slow: p50 %6.1f ms, p99 %6.1f ms, %,7.0f deliveries/s, %.2f µs of CPU each;"
            + " slow ones closed: %d; others open: %d %s%n",
        slow,
        result.latency().p50() / 1e6,
        result.latency().p99() / 1e6,
        result.messagesPerSecond(),
        result.serverMicrosPerMessage().orElseThrow(),
        closed,
        result.open(),
        result.failure().orElse(""));
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      threads.execute(this::comeAgainAndAgain);
    }
  }

  private void comeAgainAndAgain() {
    try {
      while (true) {
        readSlowly();
        closed.increment();
      }
    } catch (InterruptedException e) {
      // The run is over.
    }
  }

  // Returns when the server has closed it.
  private void readSlowly() throws InterruptedException {
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
      socket.getOutputStream().write(handshake().getBytes(US_ASCII));
      InputStream input = socket.getInputStream();
      while (input.read(new byte[READ]) >= 0) {
        Thread.sleep(BETWEEN_READS);
      }
    } catch (IOException e) {
      // A reset closes it too.
    }
  }

  private String handshake() {
    return """
    GET /broadcast HTTP/1.1
    Host: %s:%d
    Connection: Upgrade
    Upgrade: websocket
    Sec-WebSocket-Version: 13
    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

    """
        .formatted(uri.getHost(), uri.getPort())
        .replace("\n", "\r\n");
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
