package io.tidewire.cli;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Sends what stands on stdin: each line as a message without its line end, or all of it as one
/// message. Sending waits while the network is slower than stdin.
///
/// @param binary whether the messages are binary
/// @param whole whether all of stdin is one message, which is sent as it is read
record LineSender(boolean binary, boolean whole) {

  /// Sends until stdin ends.
  ///
  /// @throws CharacterCodingException when text is to be sent and what stands there is not UTF-8
  void send(InputStream in, WebSocket ws) throws IOException {
    InputStream buffered = new BufferedInputStream(in);
    if (!whole) {
      sendLines(buffered, ws);
    } else if (binary) {
      sendBytes(buffered, ws);
    } else {
      sendCharacters(buffered, ws);
    }
  }

  private void sendLines(InputStream in, WebSocket ws) throws IOException {
    for (byte[] line = readLine(in); line != null; line = readLine(in)) {
      ws.send(binary ? Message.binary(line) : Message.text(text(line)));
    }
  }

  private static String text(byte[] line) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
  }

  /// The next line without LF or CRLF, or null at the end.
  private static byte[] readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return withoutReturn(line.toByteArray());
  }

  private static byte[] withoutReturn(byte[] line) {
    boolean ends = line.length > 0 && line[line.length - 1] == '\r';
    return ends ? Arrays.copyOf(line, line.length - 1) : line;
  }

  // In the next two, closing ends the message; where reading fails, it must not look complete.

  private static void sendBytes(InputStream in, WebSocket ws) throws IOException {
    OutputStream message = ws.sendBinaryStream();
    in.transferTo(message);
    message.close();
  }

  private static void sendCharacters(InputStream in, WebSocket ws) throws IOException {
    Writer message = ws.sendTextStream();
    new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()).transferTo(message);
    message.close();
  }
}
