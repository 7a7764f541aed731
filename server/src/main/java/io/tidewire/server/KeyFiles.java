package io.tidewire.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Reads certificates and private keys from files. Every failure is one sentence that names the
/// file, for whoever set the server up.
final class KeyFiles {
  private static final String CERTIFICATE = "CERTIFICATE";

  private KeyFiles() {}

  /// @param chain the certificate of the key, then those that lead to an authority
  record Identity(PrivateKey key, List<X509Certificate> chain) {}

  /// @param password null when the key is not encrypted
  /// @throws IllegalArgumentException for every reason
  static Identity pem(Path certificates, Path key, String password) {
    List<X509Certificate> chain = certificates(certificates);
    PrivateKey privateKey = key(key, password, chain.getFirst().getPublicKey().getAlgorithm());
    if (!belongs(privateKey, chain.getFirst())) {
      throw new IllegalArgumentException(
          "the key in " + key + " does not belong to the certificate in " + certificates);
    }
    return new Identity(privateKey, chain);
  }

  /// All certificates of a PEM file.
  static List<X509Certificate> certificates(Path file) {
    List<Pem> blocks = Pem.read(file).stream().filter(b -> b.label().equals(CERTIFICATE)).toList();
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException(
          file + " holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
    }
    return blocks.stream().map(block -> certificate(block, file)).toList();
  }

  static Identity pkcs12(Path file, String password) {
    byte[] content = Pem.content(file);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), password.toCharArray());
      return first(store, password, file.toString());
    } catch (IOException | GeneralSecurityException failure) {
      boolean wrong = failure.getCause() instanceof UnrecoverableKeyException;
      throw new IllegalArgumentException(
          wrong ? "the password of " + file + " is wrong" : file + " is not a PKCS#12 file",
          failure);
    }
  }

  /// @param where what the store is called in a message
  static Identity first(KeyStore store, String password, String where) {
    try {
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          Key key = store.getKey(alias, password.toCharArray());
          return new Identity((PrivateKey) key, chain(store.getCertificateChain(alias)));
        }
      }
    } catch (GeneralSecurityException failure) {
      throw new IllegalArgumentException(
          "the private key in " + where + " cannot be read: its password may be wrong", failure);
    }
    throw new IllegalArgumentException(where + " holds no private key");
  }

  private static List<X509Certificate> chain(Certificate[] certificates) {
    return Arrays.stream(certificates).map(X509Certificate.class::cast).toList();
  }

  private static X509Certificate certificate(Pem block, Path file) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate)
          factory.generateCertificate(new ByteArrayInputStream(block.content()));
    } catch (CertificateException malformed) {
      throw new IllegalArgumentException(
          file + " holds a certificate that cannot be read: " + malformed.getMessage(), malformed);
    }
  }

  private static PrivateKey key(Path file, String password, String algorithm) {
    Pem block =
        Pem.read(file).stream()
            .filter(b -> b.label().endsWith("PRIVATE KEY"))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    file + " holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)"));
    try {
      PKCS8EncodedKeySpec pkcs8 = block.pkcs8(file, password);
      return KeyFactory.getInstance(algorithm).generatePrivate(pkcs8);
    } catch (GeneralSecurityException failure) {
      throw new IllegalArgumentException(
          file + " holds no " + algorithm + " key, which the certificate calls for", failure);
    }
  }

  // What one signs, the other verifies.
  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> verifies("SHA256withRSA", key, certificate);
      case "EC" -> verifies("SHA256withECDSA", key, certificate);
      case "EdDSA" -> verifies("EdDSA", key, certificate);
      default -> true; // rare kinds: left to the TLS handshake to find out
    };
  }

  private static boolean verifies(String algorithm, PrivateKey key, X509Certificate certificate) {
    try {
      byte[] sample = certificate.getEncoded();
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException mismatch) {
      return false;
    }
  }
}
