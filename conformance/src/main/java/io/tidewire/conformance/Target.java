package io.tidewire.conformance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/// The server under test.
///
/// @param authority as in `Host`
/// @param resource the path and the query, as in the request line
record Target(boolean tls, String host, int port, String authority, String resource) {

  /// @throws IllegalArgumentException unless it is a `ws` or `wss` URI with a host
  static Target of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("ws") && !scheme.equals("wss")) {
      throw new IllegalArgumentException("the URL has to begin with ws:// or wss://: " + uri);
    } else if (uri.getHost() == null) {
      throw new IllegalArgumentException("the URL names no host: " + uri);
    }
    if (uri.getPort() == 0 || uri.getPort() > 0xffff) {
      throw new IllegalArgumentException("the URL's port is not from 1 to 65535: " + uri);
    }
    boolean tls = scheme.equals("wss");
    int port = uri.getPort() < 0 ? tls ? 443 : 80 : uri.getPort();
    String authority = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    return new Target(
        tls, uri.getHost().replaceAll("[\\[\\]]", ""), port, authority, resource(uri));
  }

  private static String resource(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /// Connects, with TLS where the scheme says so.
  Socket connect(Deadline deadline) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), deadline.leftMillis());
      return tls ? secure(socket, deadline) : socket;
    } catch (UnknownHostException e) {
      socket.close();
      throw new IOException("there is no host " + host, e);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secure(Socket socket, Deadline deadline) throws IOException {
    SSLSocket secured = (SSLSocket) AnyCertificate.sockets().createSocket(socket, host, port, true);
    secured.setSoTimeout(deadline.leftMillis());
    secured.startHandshake();
    secured.setSoTimeout(0);
    return secured;
  }

  @Override
  public String toString() {
    return (tls ? "wss://" : "ws://") + authority + resource;
  }
}
