package io.tidewire.e2e;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.client.ClientTls;
import io.tidewire.server.ServerTls;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// One self-signed certificate for all servers of a run. No client trusts it unless told to.
final class TestCertificate {
  private static final X509Bundle BUNDLE = make();

  private TestCertificate() {}

  static ServerTls forOurServer() throws Exception {
    return ServerTls.keys(BUNDLE.toKeyManagerFactory());
  }

  static ClientTls trustedByOurClient() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("e2e", BUNDLE.getCertificate());
    return ClientTls.system().withTrust(trusted);
  }

  /// Serves with the certificate, and as a client trusts it and no other.
  static SSLContext context() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        BUNDLE.toKeyManagerFactory().getKeyManagers(), new TrustManager[] {trustManager()}, null);
    return context;
  }

  static X509TrustManager trustManager() {
    return (X509TrustManager) BUNDLE.toTrustManager();
  }

  static String certificatePem() {
    return BUNDLE.getCertificatePEM();
  }

  static String keyPem() {
    return BUNDLE.getPrivateKeyPEM();
  }

  private static X509Bundle make() {
    try {
      return new CertificateBuilder()
          .subject("CN=localhost")
          .addSanDnsName("localhost")
          .addSanIpAddress("127.0.0.1")
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
