package io.tidewire.cli;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/// A certificate for localhost and its key, in PEM.
record TestCertificate(String certificate, String key) {
  static TestCertificate localhost() {
    try {
      X509Bundle bundle =
          new CertificateBuilder()
              .subject("CN=localhost")
              .addSanDnsName("localhost")
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      return new TestCertificate(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
