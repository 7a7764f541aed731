package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyFilesTest {
  @TempDir private Path folder;
  private final X509Bundle bundle = Certificates.selfSigned(Algorithm.ecp256, "localhost");
  private Path certificate;
  private Path key;

  @BeforeEach
  void write() throws Exception {
    certificate = Certificates.file(folder, "cert.pem", bundle.getCertificatePEM());
    key = Certificates.file(folder, "key.pem", bundle.getPrivateKeyPEM());
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @ParameterizedTest
  @EnumSource(names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
  void readPemOfEachKind(Algorithm algorithm) throws Exception {
    X509Bundle other = Certificates.selfSigned(algorithm, "other");
    Path cert = Certificates.file(folder, "c", "# a comment\n" + other.getCertificatePEM());
    Path pem = Certificates.file(folder, "k", other.getPrivateKeyPEM());

    KeyFiles.Identity identity = KeyFiles.pem(cert, pem, null);

    assertThat(identity.chain()).containsExactly(other.getCertificate());
    assertThat(identity.key()).isEqualTo(other.getKeyPair().getPrivate());
  }

  @Test
  void readAnEncryptedKey() throws Exception {
    Path secret = Certificates.file(folder, "secret", Certificates.encryptedKey(bundle, "pw"));

    assertThat(KeyFiles.pem(certificate, secret, "pw").key())
        .isEqualTo(bundle.getKeyPair().getPrivate());
    assertFails(
        () -> KeyFiles.pem(certificate, secret, "other"),
        "the password of " + secret + " is wrong");
    assertFails(
        () -> KeyFiles.pem(certificate, secret, null),
        "the key in " + secret + " is encrypted: give its password");
  }

  @Test
  void readPkcs12() throws Exception {
    Path file = Certificates.pkcs12(folder, bundle, "pw");

    assertThat(KeyFiles.pkcs12(file, "pw").chain()).containsExactly(bundle.getCertificate());
    assertFails(() -> KeyFiles.pkcs12(file, "other"), "the password of " + file + " is wrong");
    assertFails(
        () -> KeyFiles.pkcs12(folder.resolve("no"), "pw"),
        folder.resolve("no") + " does not exist");
    assertFails(() -> KeyFiles.pkcs12(key, "pw"), key + " is not a PKCS#12 file");
  }

  @Test
  void tellThatAFileIsMissing() {
    Path missing = folder.resolve("missing.pem");

    assertFails(() -> ServerTls.pem(missing, key), missing + " does not exist");
    assertFails(() -> ServerTls.pem(certificate, missing), missing + " does not exist");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerTls.pem(folder, key))
        .withMessageContaining(folder + " cannot be read");
  }

  @Test
  void tellThatAFileHoldsSomethingElse() throws Exception {
    assertFails(
        () -> ServerTls.pem(key, certificate),
        key + " holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
    assertFails(
        () -> ServerTls.pem(certificate, certificate),
        certificate + " holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)");
    Path broken =
        Certificates.file(
            folder, "broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerTls.pem(broken, key))
        .withMessageContaining(broken + " holds a certificate that cannot be read");
  }

  @Test
  void tellThatAKeyIsOfAnotherForm() throws Exception {
    Path sec1 =
        Certificates.file(
            folder, "sec1", Files.readString(key).replace("PRIVATE KEY", "EC PRIVATE KEY"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerTls.pem(certificate, sec1))
        .withMessageContaining("is of the form EC PRIVATE KEY: convert it with openssl pkcs8");
  }

  @Test
  void tellThatTheKeyBelongsToAnotherCertificate() throws Exception {
    X509Bundle sameKind = Certificates.selfSigned(Algorithm.ecp256, "other");
    X509Bundle otherKind = Certificates.selfSigned(Algorithm.rsa2048, "other");
    Path same = Certificates.file(folder, "same", sameKind.getPrivateKeyPEM());
    Path other = Certificates.file(folder, "other", otherKind.getPrivateKeyPEM());

    assertFails(
        () -> ServerTls.pem(certificate, same),
        "the key in " + same + " does not belong to the certificate in " + certificate);
    assertFails(
        () -> ServerTls.pem(certificate, other),
        other + " holds no EC key, which the certificate calls for");
  }
}
