package io.tidewire.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Proxies that lead every connection to one port of this machine, whatever they are asked for, and
/// note what that was.
final class RawProxy {
  final List<String> asked = new CopyOnWriteArrayList<>();
  private final int leadsTo;

  /// `user:password`; empty when everyone may pass.
  private final String credentials;

  RawProxy(int leadsTo, String credentials) {
    this.leadsTo = leadsTo;
    this.credentials = credentials;
  }

  /// RFC 9110 §9.3.6.
  void http(RawPeer peer) throws Exception {
    peer.readHead();
    asked.add(peer.head.getFirst());
    String sent = peer.field("proxy-authorization");
    if (!credentials.isEmpty() && !Attempt.basic(credentials).equals(sent)) {
      peer.send(
          RawPeer.head(
              "HTTP/1.1 407 Proxy Authentication Required",
              "Proxy-Authenticate: Basic",
              "Content-Length: 0"));
      peer.awaitClose();
      return;
    }
    peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
    relay(peer);
  }

  /// RFC 1928, and RFC 1929 for the credentials.
  void socks5(RawPeer peer) throws Exception {
    require(peer.in.readUnsignedByte() == 5);
    String methods = new String(text(peer), StandardCharsets.ISO_8859_1);
    int method = credentials.isEmpty() ? 0 : 2;
    if (methods.indexOf(method) < 0) {
      peer.send(new byte[] {5, (byte) 0xff});
      peer.awaitClose();
      return;
    }
    peer.send(new byte[] {5, (byte) method});
    if (method == 2 && !login(peer)) {
      return;
    }
    asked.add(destination(peer));
    peer.send(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    relay(peer);
  }

  private boolean login(RawPeer peer) throws IOException {
    require(peer.in.readUnsignedByte() == 1);
    String user = new String(text(peer), StandardCharsets.US_ASCII);
    String password = new String(text(peer), StandardCharsets.US_ASCII);
    boolean right = credentials.equals(user + ":" + password);
    peer.send(new byte[] {1, (byte) (right ? 0 : 0xff)});
    return right;
  }

  private static String destination(RawPeer peer) throws IOException {
    require(peer.in.readUnsignedByte() == 5 && peer.in.readUnsignedByte() == 1);
    require(peer.in.readUnsignedByte() == 0);
    String host =
        switch (peer.in.readUnsignedByte()) {
          case 1 -> InetAddress.getByAddress(peer.in.readNBytes(4)).getHostAddress();
          case 3 -> new String(text(peer), StandardCharsets.US_ASCII);
          default -> throw new AssertionError("no such kind of address");
        };
    return host + ":" + peer.in.readUnsignedShort();
  }

  /// Bytes behind one that tells how many.
  private static byte[] text(RawPeer peer) throws IOException {
    return peer.in.readNBytes(peer.in.readUnsignedByte());
  }

  private void relay(RawPeer peer) throws Exception {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), leadsTo)) {
      Thread back = Thread.ofVirtual().start(() -> pump(server, peer));
      peer.in.transferTo(server.getOutputStream());
      server.shutdownOutput();
      back.join();
    }
  }

  private static void pump(Socket server, RawPeer peer) {
    try (InputStream in = server.getInputStream();
        OutputStream out = peer.out) {
      in.transferTo(out);
    } catch (IOException e) {
      // One of the two closed: the tunnel ends, as the other one will see.
      peer.end = e;
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("not SOCKS version 5");
    }
  }
}
