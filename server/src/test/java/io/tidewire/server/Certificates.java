package io.tidewire.server;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Certificates made for a test, and the forms in which they lie in files.
final class Certificates {
  private Certificates() {}

  static X509Bundle selfSigned(CertificateBuilder.Algorithm algorithm, String name) {
    try {
      return new CertificateBuilder()
          .algorithm(algorithm)
          .subject("CN=" + name)
          .addSanDnsName(name)
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  static Path file(Path folder, String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  static String encryptedKey(X509Bundle bundle, String password) throws Exception {
    String scheme = "PBEWithHmacSHA256AndAES_256";
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(scheme)
            .generateSecret(new PBEKeySpec(password.toCharArray())));
    byte[] encrypted = cipher.doFinal(bundle.getKeyPair().getPrivate().getEncoded());
    // Under the name that RFC 8018 gives it, which has an object identifier.
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    byte[] info = new EncryptedPrivateKeyInfo(parameters, encrypted).getEncoded();
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(info)
        + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
  }

  static Path pkcs12(Path folder, X509Bundle bundle, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        bundle.getKeyPair().getPrivate(),
        password.toCharArray(),
        bundle.getCertificatePath());
    Path file = folder.resolve("server.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }
}
