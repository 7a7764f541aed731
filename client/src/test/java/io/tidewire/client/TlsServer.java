package io.tidewire.client;

import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.URI;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;

/// A [RawServer] behind TLS, by the JDK.
final class TlsServer {
  private TlsServer() {}

  static RawServer start(X509Bundle certificate, RawServer.Script script) throws Exception {
    return RawServer.start(listen(context(certificate, new TrustManager[0])), script);
  }

  /// Wants a certificate of its clients.
  static RawServer startStrict(
      X509Bundle certificate, X509Bundle clientsIssuer, RawServer.Script script) throws Exception {
    TrustManager[] trust = clientsIssuer.toTrustManagerFactory().getTrustManagers();
    SSLServerSocket listener = listen(context(certificate, trust));
    listener.setNeedClientAuth(true);
    return RawServer.start(listener, script);
  }

  /// Takes a certificate of its clients if they have one.
  static RawServer startCurious(
      X509Bundle certificate, X509Bundle clientsIssuer, RawServer.Script script) throws Exception {
    TrustManager[] trust = clientsIssuer.toTrustManagerFactory().getTrustManagers();
    SSLServerSocket listener = listen(context(certificate, trust));
    listener.setWantClientAuth(true);
    return RawServer.start(listener, script);
  }

  static URI uri(RawServer server, String host) {
    return URI.create("wss://" + host + ":" + server.port() + "/");
  }

  static SSLContext context(X509Bundle certificate, TrustManager[] trust) throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(certificate.toKeyStore("changeit".toCharArray()), "changeit".toCharArray());
    KeyManager[] keys = factory.getKeyManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.length == 0 ? null : trust, null);
    return context;
  }

  private static SSLServerSocket listen(SSLContext context) throws Exception {
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
  }
}
