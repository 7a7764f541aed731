package io.tidewire.e2e;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.CloseReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program for a network namespace of its own, where it may do to IP packets on loopback what
/// nobody may to those of the machine. It prints what happened, and ends with 1 where that is not
/// what should.
final class LossyLink {
  private static final WebSocketOptions IMPATIENT =
      WebSocketOptions.DEFAULTS.withHeartbeat(Duration.ofMillis(500), Duration.ofSeconds(3));

  // Packets of the size that they have on Ethernet, each by itself.
  private static final String LIKE_ETHERNET = "ip link set lo up mtu 1500 gso_max_segs 1";

  // One in ten takes a slow way, and those behind it overtake.
  private static final List<String> REORDERING =
      List.of(
          "tc qdisc add dev lo root handle 1: htb default 1",
          "tc class add dev lo parent 1: classid 1:1 htb rate 1gbit quantum 1500",
          "tc class add dev lo parent 1: classid 1:3 htb rate 2mbit quantum 1500",
          "iptables -t mangle -A OUTPUT -p tcp -m statistic --mode random --probability 0.1"
              + " -j CLASSIFY --set-class 1:3");
  private static final String LOSS =
      "iptables -A INPUT -p tcp -m statistic --mode random --probability 0.05 -j DROP";
  private static final String BLACK_HOLE = "iptables -A INPUT -p tcp -j DROP";
  private static final String REFUSAL =
      "iptables -A INPUT -p tcp ! --tcp-flags RST RST -j REJECT --reject-with tcp-reset";

  private static final int MESSAGES = 500;
  private static final int LARGEST = 20_000;
  // Messages on their way.
  private static final int AHEAD = 8;

  private LossyLink() {}

  /// Breaks the network around it, and tells what became of a client and a server there.
  ///
  /// @param arguments `ready`, to see whether all this is possible here; or `loss`, `black-hole` or
  ///   `refusal`, and `ws` or `wss`
  public static void main(String... arguments) throws Exception {
    run(LIKE_ETHERNET);
    switch (arguments[0]) {
      case "ready" -> {
        REORDERING.forEach(LossyLink::run);
        run(LOSS);
        run(REFUSAL);
      }
      case "loss" -> lose(arguments[1]);
      case "black-hole" -> endBy(BLACK_HOLE, arguments[1]);
      case "refusal" -> endBy(REFUSAL, arguments[1]);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.exit(0);
  }

  private static void run(String command) {
    try {
      Process process = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(command, e);
    }
  }

  private static void lose(String scheme) throws Exception {
    long _ = exchange(scheme); // Now all code is there.
    long without = exchange(scheme);
    REORDERING.forEach(LossyLink::run);
    run(LOSS);
    long with = exchange(scheme);
    System.out.printf(
        "%s: %d messages came back whole and in order in %,d ms, without loss in %,d ms;"
            + " %s segments sent again, %s came out of order%n",
        scheme,
        MESSAGES,
        with,
        without,
        counter("/proc/net/snmp", "Tcp:", "RetransSegs"),
        counter("/proc/net/netstat", "TcpExt:", "TCPOFOQueue"));
  }

  // Milliseconds, with the handshake.
  private static long exchange(String scheme) throws Exception {
    long start = System.nanoTime();
    try (OurServer server = new OurServer();
        WebSocketClient client = client(WebSocketOptions.DEFAULTS);
        WebSocket ws = client.connect(server.uri(scheme, "/echo"))) {
      for (int i = 0; i < MESSAGES + AHEAD; i++) {
        if (i < MESSAGES) {
          ws.send(payload(i));
        }
        if (i >= AHEAD) {
          requireEqual(payload(i - AHEAD), ws.receive());
        }
      }
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static WebSocketClient client(WebSocketOptions options) throws Exception {
    return WebSocketClient.builder()
        .options(options)
        .tls(TestCertificate.trustedByOurClient())
        .build();
  }

  // Each different from all others.
  private static byte[] payload(int number) {
    Random random = new Random(number);
    byte[] payload = new byte[8 + random.nextInt(LARGEST)];
    random.nextBytes(payload);
    return payload;
  }

  private static void requireEqual(byte[] expected, Message actual) {
    if (!Arrays.equals(expected, actual.bytes())) {
      throw new IllegalStateException("a message was lost, or came in another's place");
    }
  }

  private static void endBy(String fault, String scheme) throws Exception {
    try (OurServer server = new OurServer(IMPATIENT);
        WebSocketClient client = client(IMPATIENT)) {
      WebSocket ours = client.connect(server.uri(scheme, "/accept"));
      WebSocket theirs = server.accepted();
      long start = System.nanoTime();
      run(fault);
      end("client", scheme, ours, start);
      end("server", scheme, theirs, start);
    }
  }

  private static void end(String side, String scheme, WebSocket ws, long start) throws Exception {
    CloseReason reason = reason(ws);
    System.out.printf(
        "%s: the %s closed with %d after %,d ms: %s%n",
        scheme,
        side,
        reason.code(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
        reason.explanation());
    if (reason.code() != 1006) {
      throw new IllegalStateException("it should have been 1006");
    }
  }

  private static CloseReason reason(WebSocket ws) throws Exception {
    try {
      return ws.closed().get(Events.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("it has not noticed", e);
    }
  }

  // The first line of a kind has the names, the second the values.
  private static String counter(String file, String kind, String name) throws IOException {
    List<List<String>> lines =
        Files.readAllLines(Path.of(file)).stream()
            .filter(line -> line.startsWith(kind))
            .map(line -> List.of(line.split(" ", -1)))
            .toList();
    return lines.get(1).get(lines.get(0).indexOf(name));
  }
}
