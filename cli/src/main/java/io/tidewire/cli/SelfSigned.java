package io.tidewire.cli;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.server.ServerTls;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/// A certificate of one's own making, for this machine's own names, which nobody trusts unless told
/// to. Its key lives in memory alone and ends with the process.
///
/// @param fingerprint the SHA-256 of the certificate, by which a user can recognise it
record SelfSigned(ServerTls tls, String fingerprint) {
  private static final Duration VALID = Duration.ofDays(30);

  static SelfSigned forLocalhost() {
    try {
      X509Bundle made = build(Instant.now());
      // A key store wants a password, even one that never leaves the memory.
      ServerTls tls = ServerTls.keyStore(made.toKeyStore(new char[0]), "");
      return new SelfSigned(tls, fingerprint(made.getCertificate()));
    } catch (Exception e) {
      throw new IllegalStateException("a certificate for localhost cannot be made", e);
    }
  }

  private static X509Bundle build(Instant now) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject("CN=localhost, O=Tidewire (made by tidewire serve)")
        .addSanDnsName("localhost")
        .addSanIpAddress("127.0.0.1")
        .addSanIpAddress("::1")
        .addExtendedKeyUsageServerAuth()
        // What signs itself is its own authority.
        .setIsCertificateAuthority(true)
        // Other clocks may be behind.
        .notBefore(now.minus(Duration.ofDays(1)))
        .notAfter(now.plus(VALID))
        .buildSelfSigned();
  }

  private static String fingerprint(X509Certificate certificate) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
  }
}
