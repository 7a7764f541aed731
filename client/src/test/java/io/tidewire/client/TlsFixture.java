package io.tidewire.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;

/// An authority, a server that it vouches for, and clients that trust it.
final class TlsFixture {
  static final X509Bundle AUTHORITY;
  static final X509Bundle SERVER;

  static {
    try {
      AUTHORITY =
          new CertificateBuilder()
              .subject("CN=Test Authority")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      SERVER = server("a.example").buildIssuedBy(AUTHORITY);
    } catch (Exception e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private TlsFixture() {}

  /// A certificate whose time is over since `end`.
  static X509Bundle expired(String host, Instant end) throws Exception {
    return server(host)
        .notBefore(end.minus(Duration.ofDays(30)))
        .notAfter(end)
        .buildIssuedBy(AUTHORITY);
  }

  private static CertificateBuilder server(String host) {
    return new CertificateBuilder().subject("CN=server").addSanDnsName(host);
  }

  static ClientTls trusting() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", AUTHORITY.getCertificate());
    return ClientTls.system().withTrust(store);
  }

  /// For clients to whom every name is this machine's.
  static WebSocketClientBuilder builder(ClientTls tls) {
    return WebSocketClient.builder()
        .tls(tls)
        .resolver(_ -> new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")});
  }

  static SslProvider assumePresent(SslProvider provider) {
    assumeTrue(
        provider == SslProvider.JDK || OpenSsl.isAvailable(),
        "this machine has no native part of netty-tcnative");
    return provider;
  }
}
