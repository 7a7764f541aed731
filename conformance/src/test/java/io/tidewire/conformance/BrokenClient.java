package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// One connection of a client that sends back what it gets, and has one fault. It knows whole
/// frames alone, since its faults are those of the opening handshake and of masks. To check the
/// checker.
final class BrokenClient implements AutoCloseable {
  private static final int MAX_HEAD = 32 << 10;

  private final ClientFault fault;
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private String key = "";
  private int maskingKey;

  /// What it got last.
  private byte[] last = new byte[0];

  BrokenClient(int port, ClientFault fault) throws IOException {
    this.fault = fault;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /// Does what a driver of a client under test does.
  static void drive(int port, ClientFault fault) throws IOException {
    int count = Integer.parseInt(new String(run(port, fault, "/getCaseCount"), UTF_8));
    for (int number = 1; number <= count; number++) {
      run(port, fault, "/runCase?case=" + number + "&agent=fixture");
    }
    run(port, fault, "/updateReports?agent=fixture");
  }

  private static byte[] run(int port, ClientFault fault, String resource) throws IOException {
    try (BrokenClient client = new BrokenClient(port, fault)) {
      client.talk(resource);
      return client.last;
    } catch (IOException e) {
      return new byte[0]; // the kit has gone, as it may
    }
  }

  private void talk(String resource) throws IOException {
    RawHead request = request(resource);
    if (resource.startsWith("/runCase")) { // what the cases rest on has to work
      request = fault.request().to().apply(request);
    }
    key = Head.parse(request.encode()).first("Sec-WebSocket-Key").orElse("");
    out.write(request.encode());
    Head answer = readHead();
    while (answer.status() / 100 == 1
        && answer.status() != 101
        && fault != ClientFault.WANTS_THE_ANSWER_FIRST) {
      answer = readHead();
    }
    if (isSound(answer)) {
      boolean open = true;
      while (open) {
        open = frame();
      }
    }
  }

  private static RawHead request(String resource) {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    return new RawHead(
        "GET " + resource + " HTTP/1.1",
        List.of(
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: " + Base64.getEncoder().encodeToString(nonce),
            "Sec-WebSocket-Version: 13"));
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
    return Head.parse(head.toByteArray());
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
            || answer.first("Sec-WebSocket-Extensions").isEmpty());
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

  // ---- frames

  /// Answers one.
  ///
  /// @return false after the last one
  private boolean frame() throws IOException {
    int first = in.readUnsignedByte();
    byte[] payload = new byte[length(in.readUnsignedByte() & 127)];
    in.readFully(payload);
    int type = first & 15;
    if ((first & 0x70) != 0) {
      send(8, (byte) 3, (byte) 0xea);
    } else if (type == 8) {
      send(8, Arrays.copyOf(payload, Math.min(2, payload.length)));
    } else if (type != 10) {
      last = type == 9 ? last : payload;
      send(type == 9 ? 10 : type, payload);
    }
    boolean open = type != 8 && (first & 0x70) == 0;
    if (!open) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return open;
  }

  private int length(int seven) throws IOException {
    return switch (seven) {
      case 126 -> in.readUnsignedShort();
      case 127 -> Math.toIntExact(in.readLong());
      default -> seven;
    };
  }

  private void send(int type, byte... payload) throws IOException {
    byte[] mask = ByteBuffer.allocate(4).putInt(nextMaskingKey()).array();
    out.write(Frame.of(type, payload).encode(Side.CLIENT, mask));
  }

  private int nextMaskingKey() {
    return switch (fault) {
      case MASKS_WITH_ZERO -> 0;
      case COUNTS_ITS_MASKING_KEYS -> ++maskingKey;
      default -> ThreadLocalRandom.current().nextInt();
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
