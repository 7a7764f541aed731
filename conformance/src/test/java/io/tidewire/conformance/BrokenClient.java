package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/// One connection of a client that sends back what it gets, and keeps the rules but for the faults
/// that it is given. To check the checker.
final class BrokenClient implements AutoCloseable {
  private static final int MAX_HEAD = 32 << 10;

  private final ClientFault fault;
  private final Set<Fault> faults;
  private final Socket socket;
  private final DataInputStream in;
  private String key = "";

  /// @param fault of the opening handshake
  /// @param faults of what follows
  private BrokenClient(int port, ClientFault fault, Set<Fault> faults) throws IOException {
    this.fault = fault;
    this.faults = faults;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /// Does what a driver of a client under test does.
  static void drive(int port, ClientFault fault) throws IOException {
    drive(port, fault, Set.of(), 1);
  }

  /// The same with faults of frames, several cases at a time.
  static void drive(int port, Set<Fault> faults, int parallel) throws IOException {
    drive(port, ClientFault.NONE, faults, parallel);
  }

  private static void drive(int port, ClientFault fault, Set<Fault> faults, int parallel) {
    // What the cases rest on has to work.
    String count = new String(run(port, ClientFault.NONE, Set.of(), "/getCaseCount"), UTF_8);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
      for (int number = 1; number <= Integer.parseInt(count); number++) {
        String resource = "/runCase?case=" + number + "&agent=fixture";
        threads.execute(() -> run(port, fault, faults, resource));
      }
    }
    run(port, ClientFault.NONE, Set.of(), "/updateReports?agent=fixture");
  }

  /// @return the last message
  private static byte[] run(int port, ClientFault fault, Set<Fault> faults, String resource) {
    try (BrokenClient client = new BrokenClient(port, fault, faults)) {
      return client.talk(resource);
    } catch (IOException e) {
      return new byte[0]; // the kit has gone, as it may
    }
  }

  private byte[] talk(String resource) throws IOException {
    RawHead request = fault.request().to().apply(request(resource));
    key = Head.parse(request.encode()).first("Sec-WebSocket-Key").orElse("");
    socket.getOutputStream().write(request.encode());
    Head answer = readHead();
    while (answer.status() / 100 == 1
        && answer.status() != 101
        && fault != ClientFault.WANTS_THE_ANSWER_FIRST) {
      answer = readHead();
    }
    if (!isSound(answer)) {
      return new byte[0];
    }
    Optional<BrokenDeflate> deflate = BrokenDeflate.agree(answer, faults);
    BrokenFrames frames = new BrokenFrames(Side.CLIENT, socket, in, deflate, faults);
    frames.run(() -> {});
    return frames.last();
  }

  private RawHead request(String resource) {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    RawHead request =
        new RawHead(
            "GET " + resource + " HTTP/1.1",
            List.of(
                "Host: localhost:" + socket.getPort(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(nonce),
                "Sec-WebSocket-Version: 13"));
    return faults.contains(Fault.DECLINES_COMPRESSION)
        ? request
        : request.with("Sec-WebSocket-Extensions: " + BrokenDeflate.OFFER);
  }

  private Head readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    byte[] end = new byte[4];
    while (!Arrays.equals(end, new byte[] {13, 10, 13, 10})) {
      if (head.size() == MAX_HEAD) {
        throw new IOException("the head is too long");
      }
      byte next = in.readByte();
      head.write(next);
      end = new byte[] {end[1], end[2], end[3], next};
    }
    return Head.parse(head.toString(ISO_8859_1).replaceAll("\r\n[ \t]+", " ").getBytes(ISO_8859_1));
  }

  // ---- the rules

  private boolean isSound(Head answer) {
    return startIsSound(answer.start())
        && (has(ClientFault.IGNORES_THE_UPGRADE) || upgrades(answer))
        && (has(ClientFault.IGNORES_THE_CONNECTION)
            || answer.tokens("Connection").stream().anyMatch("upgrade"::equalsIgnoreCase))
        && (has(ClientFault.IGNORES_THE_ACCEPT_VALUE) || accepts(answer))
        && (has(ClientFault.IGNORES_THE_SUBPROTOCOL)
            || answer.first("Sec-WebSocket-Protocol").isEmpty())
        && (has(ClientFault.IGNORES_THE_EXTENSIONS)
            || answer.first("Sec-WebSocket-Extensions").isEmpty()
            || BrokenDeflate.agree(answer, faults).isPresent());
  }

  private boolean has(ClientFault one) {
    return fault == one;
  }

  private boolean startIsSound(String start) {
    String version = has(ClientFault.IGNORES_THE_HTTP_VERSION) ? "\\S+" : "HTTP/1.1";
    return start.matches(version + (has(ClientFault.IGNORES_THE_STATUS) ? ".*" : " 101 .*"));
  }

  private static boolean upgrades(Head answer) {
    List<String> values = answer.all("Upgrade");
    return values.size() == 1 && values.getFirst().equalsIgnoreCase("websocket");
  }

  private boolean accepts(Head answer) {
    return answer.all("Sec-WebSocket-Accept").equals(List.of(Opening.accept(key)));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
