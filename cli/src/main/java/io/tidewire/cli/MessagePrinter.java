package io.tidewire.cli;

import io.tidewire.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes received messages to stdout. A person at a terminal gets a mark before each, to tell it
/// from what was typed, and control characters as something visible, for they could make a terminal
/// do things.
///
/// @param terminal whether a person reads
record MessagePrinter(OutputStream out, boolean terminal) {

  /// Text with a line feed behind it, or binary in hex.
  void print(Message message) throws IOException {
    if (!message.isText()) {
      write(HexView.of(message.bytes()));
    } else if (terminal) {
      write("< " + Visible.text(message.text()) + "\n");
    } else {
      out.write(message.bytes());
      out.write('\n');
    }
  }

  /// The payload alone.
  void printRaw(InputStream payload) throws IOException {
    payload.transferTo(out);
  }

  void flush() throws IOException {
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
