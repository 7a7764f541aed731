package io.tidewire.connection;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A client that speaks frames by hand over a socket of the JDK's.
final class RawPeer implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;

  RawPeer(int port) throws IOException {
    socket.setReceiveBufferSize(64 << 10);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
  }

  RawPeer send(Frame... frames) throws IOException {
    return send(Frame.concat(true, frames));
  }

  RawPeer send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// The next frame; null when the other end has ended its output.
  Frame read() throws IOException {
    return Frame.read(in);
  }

  /// The next frame in words; "end" when there is none.
  String next() throws IOException {
    Frame frame = read();
    return frame == null ? "end" : frame.toString();
  }

  /// Sends TCP's FIN, and still reads.
  RawPeer end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /// Sends TCP's RST.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  void vanish() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
