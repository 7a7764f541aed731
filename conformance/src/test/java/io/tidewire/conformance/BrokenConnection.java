package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;

/// One connection of a [BrokenServer], from the handshake on.
final class BrokenConnection {
  private final Socket socket;
  private final Set<Fault> faults;
  private final DataInputStream in;

  BrokenConnection(Socket socket, Set<Fault> faults) throws IOException {
    this.socket = socket;
    this.faults = faults;
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    socket.setTcpNoDelay(true);
  }

  /// Serves it until it ends.
  ///
  /// @param harm what a failure does to others, for the fault that does so
  void run(Runnable harm) throws IOException {
    BrokenHandshake handshake = new BrokenHandshake(faults, in);
    Optional<RawHead> answer = handshake.answer();
    boolean opens = answer.map(head -> head.start().contains(" 101 ")).orElse(false);
    if (opens && faults.contains(Fault.DROPS_GLUED_BYTES)) {
      in.skipNBytes(in.available());
    }
    if (opens) {
      Optional<BrokenDeflate> deflate = BrokenDeflate.accept(handshake.request(), faults);
      RawHead head = answer.get();
      send(deflate.map(agreed -> head.with(agreed.line())).orElse(head));
      new BrokenFrames(Side.SERVER, socket, in, deflate, faults).run(harm);
    } else {
      refuse(answer);
    }
  }

  private void refuse(Optional<RawHead> answer) throws IOException {
    if (answer.isPresent() && !faults.contains(Fault.REFUSES_SILENTLY)) {
      send(answer.get());
    }
    if (faults.contains(Fault.JOINS_CONNECTIONS)) {
      BrokenFrames.COMMON.reset();
    }
    socket.shutdownOutput();
    in.transferTo(OutputStream.nullOutputStream());
  }

  private void send(RawHead head) throws IOException {
    byte[] bytes = head.encode();
    boolean bare = faults.contains(Fault.ANSWERS_WITH_LINE_FEEDS_ALONE);
    String text = new String(bytes, ISO_8859_1).replace("\r", "");
    socket.getOutputStream().write(bare ? text.getBytes(ISO_8859_1) : bytes);
  }
}
