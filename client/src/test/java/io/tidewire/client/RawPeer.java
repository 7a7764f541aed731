package io.tidewire.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The server's end of one connection, byte by byte.
final class RawPeer {
  final Socket socket;
  final DataInputStream in;
  final OutputStream out;

  /// The request's head, line by line; empty before [#readHead].
  List<String> head = List.of();

  /// How the conversation broke off; null when its script came to its end.
  IOException end;

  /// The code of the client's close frame; zero before it came.
  int closeCode;

  RawPeer(Socket socket) throws IOException {
    this(socket, socket.getInputStream(), socket.getOutputStream());
    socket.setTcpNoDelay(true);
  }

  RawPeer(Socket socket, InputStream in, OutputStream out) {
    this.socket = socket;
    this.in = new DataInputStream(in);
    this.out = out;
  }

  List<String> readHead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      bytes.write(in.readUnsignedByte());
    }
    head = bytes.toString(StandardCharsets.ISO_8859_1).lines().filter(l -> !l.isEmpty()).toList();
    return head;
  }

  /// A field of the request's head, or null.
  String field(String name) {
    return head.stream()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse(null);
  }

  /// Reads the request and answers it as RFC 6455 §4.2.2 says.
  void upgrade(String... fields) throws IOException {
    readHead();
    send(validAnswer(fields));
  }

  /// The valid answer to the request read.
  String validAnswer(String... fields) {
    return answer(field("Sec-WebSocket-Key"), fields);
  }

  /// The valid answer to a request with this key.
  static String answer(String key, String... fields) {
    List<String> lines = new ArrayList<>();
    lines.add("HTTP/1.1 101 Switching Protocols");
    lines.add("Upgrade: websocket");
    lines.add("Connection: Upgrade");
    lines.add("Sec-WebSocket-Accept: " + acceptKey(key));
    lines.addAll(List.of(fields));
    return head(lines.toArray(String[]::new));
  }

  /// A head of these lines.
  static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  static String acceptKey(String key) {
    try {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void sendText(String text) throws IOException {
    send(textFrame(text));
  }

  /// A text frame as a server sends it, up to 125 bytes (RFC 6455 §5.2).
  static byte[] textFrame(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[2 + payload.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) payload.length;
    System.arraycopy(payload, 0, frame, 2, payload.length);
    return frame;
  }

  /// Reads a text frame as a client sends it, and ends at a close frame.
  String readText() throws IOException {
    int first = in.readUnsignedByte();
    byte[] payload = new byte[in.readUnsignedByte() & 0x7f];
    byte[] mask = in.readNBytes(4);
    in.readFully(payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    if (first == 0x88) {
      answerClose(payload);
    }
    return new String(payload, StandardCharsets.UTF_8);
  }

  private void answerClose(byte[] payload) throws IOException {
    send(new byte[] {(byte) 0x88, (byte) payload.length});
    send(payload);
    closeCode = payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort();
    throw new EOFException("the client closed with " + closeCode);
  }

  /// Waits until the client closes.
  void awaitClose() throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }
}
