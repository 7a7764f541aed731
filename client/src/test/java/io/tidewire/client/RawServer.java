package io.tidewire.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A server whose every byte the test writes. Each connection runs the script on a thread of its
/// own.
final class RawServer implements AutoCloseable {

  @FunctionalInterface
  interface Script {
    void talk(RawPeer peer) throws Exception;
  }

  private final ServerSocket listener;
  private final Script script;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<RawPeer> ended = new LinkedBlockingQueue<>();
  private final AtomicReference<AssertionError> failure = new AtomicReference<>();

  private RawServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  static RawServer start(Script script) throws IOException {
    return start("127.0.0.1", script);
  }

  static RawServer start(String address, Script script) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 1000);
    return new RawServer(listener, script);
  }

  static RawServer start(ServerSocket listener, Script script) {
    return new RawServer(listener, script);
  }

  /// Upgrades, then sends every text back.
  static void echo(RawPeer peer) throws Exception {
    peer.upgrade();
    while (true) {
      peer.sendText(peer.readText());
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  URI uri() {
    return uri("/");
  }

  URI uri(String path) {
    return URI.create("ws://127.0.0.1:" + port() + path);
  }

  /// Waits for the end of a connection's script, which ends when the client closes.
  RawPeer awaitEnd() throws InterruptedException {
    RawPeer peer = ended.poll(10, TimeUnit.SECONDS);
    if (peer == null) {
      throw new AssertionError("no connection ended");
    }
    return peer;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> talk(socket));
      } catch (IOException e) {
        requireClosed(e);
      }
    }
  }

  private void requireClosed(IOException e) {
    if (!listener.isClosed()) {
      failure.set(new AssertionError(e));
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      RawPeer peer = new RawPeer(socket);
      try {
        script.talk(peer);
      } catch (IOException e) {
        // How most conversations end: the client is gone.
        peer.end = e;
      } finally {
        ended.add(peer);
      }
    } catch (AssertionError e) {
      failure.set(e);
    } catch (Exception e) {
      failure.set(new AssertionError(e));
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }
}
