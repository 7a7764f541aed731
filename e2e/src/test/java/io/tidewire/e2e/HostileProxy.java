package io.tidewire.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP proxy of the kind that WebSocket does not get through, in front of a server on loopback.
/// It has a main method, for tests in other languages:
///
/// ```
/// HostileProxy http://127.0.0.1:8080 REFUSES_UPGRADES DROPS_RESPONSES
/// ```
///
/// prints its port, and ends with its standard input.
final class HostileProxy implements AutoCloseable {
  /// What it does wrong.
  enum Vice {
    /// Answers upgrades with 400.
    REFUSES_UPGRADES,
    /// Passes a response on when it is whole.
    BUFFERS,
    /// Cuts what is silent for a while, in either direction.
    CUTS_IDLE,
    /// Reads every third response, and cuts the client instead of passing it on.
    DROPS_RESPONSES
  }

  private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final URI server;
  private final Set<Vice> vices;
  private final Duration patience;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger responses = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();

  /// @param patience how long [Vice#CUTS_IDLE] waits
  HostileProxy(URI server, Set<Vice> vices, Duration patience) throws IOException {
    this.server = server;
    this.vices = Set.copyOf(vices);
    this.patience = patience;
    Thread.ofVirtual().start(this::accept);
  }

  static void main(String[] args) throws IOException {
    EnumSet<Vice> vices = EnumSet.noneOf(Vice.class);
    for (int i = 1; i < args.length; i++) {
      vices.add(Vice.valueOf(args[i]));
    }
    Duration patience = Duration.ofMillis(Long.getLong("patience", 10_000));
    try (HostileProxy proxy = new HostileProxy(URI.create(args[0]), vices, patience)) {
      System.out.println(proxy.listener.getLocalPort());
      System.in.readAllBytes();
    }
  }

  /// The same address, by way of this proxy.
  URI through(URI address) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + address.getPath());
  }

  /// How often it has cut a client, whether for silence or in place of a response.
  int cuts() {
    return cuts.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      sockets.clear(); // the test is over
    }
  }

  // One request after the other. What fails ends the client's connection, as proxies do.
  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(server.getHost(), server.getPort())) {
      sockets.add(upstream);
      if (vices.contains(Vice.CUTS_IDLE)) {
        upstream.setSoTimeout((int) patience.toMillis());
        client.setSoTimeout((int) patience.toMillis());
      }
      while (passOn(client, upstream)) {
        // to the next
      }
      sockets.remove(upstream);
    } catch (SocketTimeoutException silence) {
      cuts.incrementAndGet();
    } catch (SocketException gone) {
      sockets.remove(client); // either end, as it likes
    } catch (IOException e) {
      throw new IllegalStateException("the proxy has met what it does not understand", e);
    } finally {
      sockets.remove(client);
    }
  }

  private boolean passOn(Socket client, Socket upstream) throws IOException {
    HttpMessage request = HttpMessage.read(client.getInputStream());
    if (request == null) {
      return false;
    }
    if (request.isUpgrade() && vices.contains(Vice.REFUSES_UPGRADES)) {
      String refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      write(client.getOutputStream(), refusal.getBytes(StandardCharsets.ISO_8859_1));
      return false;
    }
    write(upstream.getOutputStream(), request.head());
    request.copyBody(upstream.getOutputStream());
    return request.isUpgrade() ? tunnel(client, upstream) : answer(client, upstream);
  }

  private boolean answer(Socket client, Socket upstream) throws IOException {
    HttpMessage response = HttpMessage.read(upstream.getInputStream());
    if (response == null) {
      return false;
    }
    boolean dropped = responses.incrementAndGet() % 3 == 0 && vices.contains(Vice.DROPS_RESPONSES);
    if (dropped || vices.contains(Vice.BUFFERS)) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.write(response.head());
      response.copyBody(whole);
      if (dropped) {
        cuts.incrementAndGet();
        return false;
      }
      write(client.getOutputStream(), whole.toByteArray());
    } else {
      write(client.getOutputStream(), response.head());
      response.copyBody(client.getOutputStream());
    }
    return !response.isLast();
  }

  private static boolean tunnel(Socket client, Socket upstream) throws IOException {
    Thread back = Thread.ofVirtual().start(() -> pump(upstream, client));
    pump(client, upstream);
    back.interrupt();
    return false;
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException cut) {
      close(from, to);
    }
  }

  private static void close(Socket from, Socket to) {
    try (from;
        to) {
      from.shutdownInput();
    } catch (IOException already) {
      return; // closed
    }
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }
}
