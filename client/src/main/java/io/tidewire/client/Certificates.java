package io.tidewire.client;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Reads certificates and keys, and says which file is wrong when one is.
final class Certificates {
  private Certificates() {}

  /// The certificates of a PEM file, as ones to trust.
  static KeyStore trusted(Path pem) {
    try (InputStream in = new ByteArrayInputStream(read(pem))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + store.size(), each);
      }
      if (store.size() == 0) {
        throw unreadable("there is no certificate in " + pem, null);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable("cannot read certificates from " + pem + ": " + e.getMessage(), e);
    }
  }

  /// A certificate and its key from PEM files.
  static Consumer<SslContextBuilder> own(Path chain, Path key) {
    byte[] chainBytes = read(chain);
    byte[] keyBytes = read(key);
    Consumer<SslContextBuilder> own =
        builder ->
            builder.keyManager(
                new ByteArrayInputStream(chainBytes), new ByteArrayInputStream(keyBytes));
    try {
      own.accept(SslContextBuilder.forClient());
      return own;
    } catch (IllegalArgumentException e) {
      throw unreadable(
          "no certificate in " + chain + " with an unencrypted PKCS#8 key in " + key, e);
    }
  }

  /// A certificate and its key from a PKCS#12 file.
  static Consumer<SslContextBuilder> own(Path pkcs12, String password) {
    try (InputStream in = new ByteArrayInputStream(read(pkcs12))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password.toCharArray());
      return builder -> builder.keyManager(keys);
    } catch (GeneralSecurityException | IOException e) {
      throw unreadable("cannot read " + pkcs12 + ": " + e.getMessage(), e);
    }
  }

  /// What judges a server's certificate.
  ///
  /// @param trusted empty for the JDK's own choice
  static X509ExtendedTrustManager trustManager(Optional<KeyStore> trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted.orElse(null));
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw unreadable("there is no file " + file, e);
    } catch (IOException e) {
      throw unreadable("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException unreadable(String message, Exception cause) {
    return new IllegalArgumentException(message, cause);
  }
}
