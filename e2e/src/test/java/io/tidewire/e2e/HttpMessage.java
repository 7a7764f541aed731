package io.tidewire.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request or a response on its way through a proxy: a head that is there, and a body that comes
/// as it is read (RFC 9112 §6).
record HttpMessage(String text, InputStream in) {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  /// Null when the connection has ended.
  static HttpMessage read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.append((char) next);
    }
    return new HttpMessage(head.toString(), in);
  }

  byte[] head() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  boolean isUpgrade() {
    return has("upgrade: *websocket");
  }

  /// Whether the connection ends with it.
  boolean isLast() {
    return has("connection: *close") || text.startsWith("HTTP/1.1 101");
  }

  private boolean has(String field) {
    return Pattern.compile("(?i)\r\n" + field).matcher(text).find();
  }

  /// Passes the body on as it comes.
  void copyBody(OutputStream out) throws IOException {
    Matcher length = LENGTH.matcher(text);
    if (has("transfer-encoding: *chunked")) {
      copyChunks(out);
    } else if (length.find()) {
      out.write(in.readNBytes(Integer.parseInt(length.group(1))));
    }
    out.flush();
  }

  private void copyChunks(OutputStream out) throws IOException {
    int size;
    do {
      String line = line();
      size = Integer.parseInt(line.strip(), 16);
      out.write(line.getBytes(StandardCharsets.ISO_8859_1));
      out.write(in.readNBytes(size + 2));
      out.flush();
    } while (size > 0);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next;
    do {
      next = in.read();
      if (next < 0) {
        throw new java.net.SocketException("the connection ended in the midst of a body");
      }
      line.write(next);
    } while (next != '\n');
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
