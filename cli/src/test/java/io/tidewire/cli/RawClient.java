package io.tidewire.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A TCP connection to a server on this machine that reads nothing but the answers to its requests:
/// what comes later fills the system's buffers.
final class RawClient implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final Socket socket = new Socket();

  RawClient(int port) throws IOException {
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// Opens a WebSocket that is never read, and whose close frame nobody answers.
  ///
  /// @return the head of the response
  String upgrade(String path) throws IOException {
    return ask(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  }

  /// Asks for a page.
  ///
  /// @return the head of the response
  String get(String path) throws IOException {
    return get(path, "localhost");
  }

  /// Asks for a page of this host.
  ///
  /// @return the head of the response
  String get(String path, String host) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  /// Asks for a page, but for the last byte of the request.
  ///
  /// @return the head of the response that says to go on: the server is reading the request
  String begin(String path) throws IOException {
    return ask(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
  }

  /// The last byte of the request that was begun.
  ///
  /// @return the head of the response
  String finish() throws IOException {
    return ask("x");
  }

  private String ask(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("it ended after: " + head);
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
