package io.tidewire.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client that writes and reads bytes by hand. Reading waits 20 s at most.
final class RawClient implements Closeable {
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  // RFC 6455 §1.3: what belongs to that key
  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private final Closeable connection;
  private final InputStream in;
  private final OutputStream out;

  RawClient(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    connection = socket;
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  RawClient(Closeable connection, InputStream in, OutputStream out) {
    this.connection = connection;
    this.in = in;
    this.out = out;
  }

  static RawClient connect(WebSocketServer server) throws IOException {
    return new RawClient(new Socket(InetAddress.getLoopbackAddress(), server.port()));
  }

  /// An opening handshake as a good client writes it.
  static String handshake(String target, String... fields) {
    StringBuilder head =
        new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n")
            .append("Connection: Upgrade\r\nUpgrade: websocket\r\n")
            .append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  static String get(String target, String... fields) {
    StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /// A masked text frame of up to 125 bytes.
  static byte[] text(String payload) {
    return frame(0x81, payload.getBytes(UTF_8));
  }

  static byte[] frame(int first, byte[] payload) {
    byte[] mask = {0x12, 0x34, 0x56, 0x78};
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    frame.write(0x80 | payload.length);
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.write(payload[i] ^ mask[i % 4]);
    }
    return frame.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /// Completes a handshake.
  Response upgrade(String target, String... fields) throws IOException {
    Response response = send(handshake(target, fields)).response();
    if (response.status() != 101) {
      throw new IOException("not upgraded: " + response);
    }
    return response;
  }

  /// A response with the body that its `Content-Length` tells.
  Response response() throws IOException {
    Response head = head();
    int length = Integer.parseInt(head.field("Content-Length").orElse("0"));
    return new Response(head.line(), head.fields(), new String(in.readNBytes(length), UTF_8));
  }

  /// A response without a body, whatever its fields say.
  Response head() throws IOException {
    String line = line();
    List<String> fields = new ArrayList<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      fields.add(field);
    }
    return new Response(line, fields, "");
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("after " + line.toString(ISO_8859_1));
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /// The payload of the next frame, which is short, as text; of a close frame its code and text.
  String frame() throws IOException {
    int first = in.read();
    int length = in.read();
    if (length < 0) {
      throw new EOFException();
    }
    byte[] payload = in.readNBytes(length);
    if (first == 0x88) {
      int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
      return "close " + code + " " + new String(payload, 2, length - 2, UTF_8);
    }
    return new String(payload, UTF_8);
  }

  /// What comes until the server ends the connection in order.
  String rest() throws IOException {
    return new String(in.readAllBytes(), ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  record Response(String line, List<String> fields, String body) {
    int status() {
      return Integer.parseInt(line.substring(9, 12));
    }

    Optional<String> field(String name) {
      return fields.stream()
          .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(field -> field.substring(name.length() + 1).trim())
          .findFirst();
    }
  }
}
