package io.tidewire.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A relay of TCP on loopback that stands for a bad network between a client and a server. It
/// carries bytes faithfully until it is told otherwise; then all connections through it suffer.
public final class FaultyNetwork implements AutoCloseable {
  private final ServerSocket listener;
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Fault toServer = Fault.NONE;
  private volatile Fault toClient = Fault.NONE;

  /// What happens to bytes on their way.
  @FunctionalInterface
  public interface Fault {
    /// Passes on what comes.
    Fault NONE = (bytes, length, to) -> to.getOutputStream().write(bytes, 0, length);

    /// Takes whatever comes, and passes nothing on: as behind a router that forgot the connection.
    Fault BLACK_HOLE =
        new Fault() {
          @Override
          public void pass(byte[] bytes, int length, Socket to) {}

          @Override
          public void passEnd(Socket to) {}
        };

    /// Passes on of these bytes what is to arrive, when it is to arrive.
    ///
    /// @param bytes the fault's own, of which the first `length` came; at least one
    /// @throws IOException when the connection is to end
    void pass(byte[] bytes, int length, Socket to) throws IOException, InterruptedException;

    /// What happens to the news that the sender has ended.
    default void passEnd(Socket to) throws IOException {
      to.shutdownOutput();
    }

    /// Passes on one byte at a time.
    static Fault trickle(Duration each) {
      return (bytes, length, to) -> {
        for (int i = 0; i < length; i++) {
          Thread.sleep(each);
          to.getOutputStream().write(bytes, i, 1);
        }
      };
    }

    /// Passes on what comes, later.
    static Fault late(Duration by) {
      return (bytes, length, to) -> {
        Thread.sleep(by);
        NONE.pass(bytes, length, to);
      };
    }
  }

  private FaultyNetwork(int server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  }

  /// A good network, so far.
  public static FaultyNetwork to(URI server) throws IOException {
    FaultyNetwork network = new FaultyNetwork(server.getPort());
    Thread.ofVirtual().start(network::accept);
    return network;
  }

  /// The same address, by way of this network.
  public URI through(URI address) {
    return URI.create(
        address.getScheme() + "://localhost:" + listener.getLocalPort() + address.getPath());
  }

  /// Takes nothing more, so that the sender's bytes stay where they are.
  public Fault stuck() {
    return (_, _, _) -> closed.await();
  }

  /// From now on this happens to bytes, in both directions.
  public void suffer(Fault fault) {
    toServer = fault;
    toClient = fault;
  }

  /// From now on this happens to what the server sends.
  public void sufferToClient(Fault fault) {
    toClient = fault;
  }

  /// Passes on so many bytes of what the client sends, then resets its connections.
  public void resetAfter(long bytes) {
    toServer =
        new Fault() {
          private long left = bytes;

          @Override
          public void pass(byte[] chunk, int length, Socket to) throws IOException {
            int some = (int) Math.min(left, length);
            to.getOutputStream().write(chunk, 0, some);
            left -= some;
            if (left == 0) {
              reset();
            }
          }
        };
  }

  /// Resets all connections.
  public void reset() throws IOException {
    for (Socket socket : sockets) {
      reset(socket);
    }
  }

  private static void reset(Socket socket) throws IOException {
    try {
      socket.setSoLinger(true, 0); // so that closing sends RST
    } catch (SocketException e) {
      return; // It is closed.
    }
    socket.close();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
    reset();
  }

  private void accept() {
    try {
      while (true) {
        relay(add(listener.accept()));
      }
    } catch (IOException e) {
      requireClosed(e);
    }
  }

  private void relay(Socket client) throws IOException {
    try {
      Socket origin = add(new Socket(InetAddress.getLoopbackAddress(), server));
      Thread.ofVirtual().start(() -> carry(client, origin));
      Thread.ofVirtual().start(() -> carry(origin, client));
    } catch (ConnectException e) {
      reset(client); // The server does not listen any more.
    }
  }

  private Socket add(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    if (listener.isClosed()) {
      reset(socket);
    }
    return socket;
  }

  private void carry(Socket from, Socket to) {
    byte[] bytes = new byte[1 << 16];
    try {
      for (int length = from.getInputStream().read(bytes);
          length >= 0;
          length = from.getInputStream().read(bytes)) {
        towards(to).pass(bytes, length, to);
      }
      towards(to).passEnd(to);
    } catch (IOException | InterruptedException e) {
      // One end is gone: so is the other.
      end(from);
      end(to);
    }
  }

  private Fault towards(Socket to) {
    return to.getPort() == server ? toServer : toClient;
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket does not close", e);
    }
  }

  private void requireClosed(IOException failure) {
    if (!listener.isClosed()) {
      throw new IllegalStateException("the network cannot go on", failure);
    }
  }
}
