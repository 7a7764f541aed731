package io.tidewire.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An echo server of a few lines, which keeps the rules but for the faults that it is given. To
/// check the checker.
public final class BrokenServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);

  private BrokenServer(Fault... faults) throws IOException {
    this.faults.addAll(Set.of(faults));
  }

  public static BrokenServer start(Fault... faults) throws IOException {
    BrokenServer server = new BrokenServer(faults);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  public URI uri() {
    return URI.create("ws://localhost:" + listener.getLocalPort() + "/echo");
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      assert listener.isClosed() : e;
    }
  }

  private void closeAllBut(Socket one) {
    open.stream().filter(socket -> !socket.equals(one)).forEach(BrokenServer::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new BrokenConnection(socket, faults).run(() -> closeAllBut(socket));
    } catch (IOException e) {
      assert true : "the peer has gone, as it may";
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(BrokenServer::close);
  }
}
