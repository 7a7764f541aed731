package io.tidewire.cli;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.protocol.FrameObserver;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.Opcode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Shows the wire to a person: the whole handshake, then a line for every frame, with `>` before
/// what was sent and `<` before what came.
final class FrameLog implements FrameObserver {
  private final PrintWriter err;
  // Frames that came before the handshake was shown; null once it was. Guarded by this.
  private List<String> early = new ArrayList<>();

  FrameLog(PrintWriter err) {
    this.err = err;
  }

  /// Shows the handshake of a connection that has opened.
  synchronized void opened(WebSocket ws) {
    err.println("> " + RequestLine.of(ws.request()));
    fields("> ", ws.request().headers());
    err.println("< HTTP/1.1 101 Switching Protocols");
    fields("< ", ws.responseHeaders());
    early.forEach(err::println);
    early = null;
  }

  /// Shows the answer of a server that refused, if there was one.
  void refused(HandshakeException refusal) {
    if (refusal.status() != 0) {
      err.println("< HTTP/1.1 " + refusal.status());
      fields("< ", refusal.headers());
      refusal.body().lines().forEach(line -> err.println("< " + Visible.line(line)));
    }
  }

  @Override
  public synchronized void frame(
      boolean sent, boolean fin, int rsv, int opcode, boolean masked, long length) {
    String line =
        (sent ? "> " : "< ")
            + name(opcode)
            + (" " + length + " B")
            + (masked ? " masked" : "")
            + reserved(rsv, opcode)
            + (fin ? " fin" : "");
    if (early == null) {
      err.println(line);
    } else {
      early.add(line);
    }
  }

  /// RFC 7692 §6: RSV1 on the first frame of a message says that it is compressed.
  private static String reserved(int rsv, int opcode) {
    if (rsv == 0) {
      return "";
    }
    boolean begins = opcode == Opcode.TEXT.code() || opcode == Opcode.BINARY.code();
    return begins && rsv == 0b100 ? " compressed" : " rsv " + Integer.toBinaryString(rsv);
  }

  private void fields(String mark, Headers headers) {
    headers.forEach(field -> err.println(mark + Visible.line(field.name() + ": " + field.value())));
    err.println(mark.strip());
  }

  private static String name(int opcode) {
    Opcode known = Opcode.of(opcode);
    return known == null ? "opcode " + opcode : known.name().toLowerCase(Locale.ROOT);
  }
}
