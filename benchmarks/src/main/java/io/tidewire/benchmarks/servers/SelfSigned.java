package io.tidewire.benchmarks.servers;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// One certificate for localhost, ECDSA on P-256, in the forms that servers take.
public final class SelfSigned {
  private static final char[] PASSWORD = "none".toCharArray();

  private SelfSigned() {}

  static X509Bundle bundle() throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=localhost")
        .addSanDnsName("localhost")
        .addSanIpAddress(Setup.HOST)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  /// Of [#keyStore].
  public static String password() {
    return new String(PASSWORD);
  }

  /// With a key made just now.
  public static KeyStore keyStore() throws Exception {
    return bundle().toKeyStore(PASSWORD.clone());
  }

  static KeyManagerFactory keys() throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(keyStore(), PASSWORD.clone());
    return keys;
  }

  /// The JDK's TLS.
  static SSLContext jdk() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys().getKeyManagers(), null, null);
    return context;
  }

  /// BoringSSL, as Tidewire and Netty's users have it.
  static SslContext boringSsl() throws Exception {
    X509Bundle bundle = bundle();
    return SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificate())
        .sslProvider(SslProvider.OPENSSL_REFCNT)
        .protocols("TLSv1.3", "TLSv1.2")
        .build();
  }
}
