package io.tidewire.server;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// The TLS of a [Listener]: the server's certificate and whether clients show one. TLS 1.3 and 1.2
/// only, with BoringSSL where its native part is there and the JDK's TLS otherwise. Immutable; may
/// serve several listeners.
public final class ServerTls {
  /// Whether clients show a certificate (mutual TLS).
  public enum ClientCertificates {
    /// A client that has none may connect too; a policy sees which is which by
    /// [io.tidewire.HandshakeRequest#tls].
    OPTIONAL,
    /// A client that has none fails in the TLS handshake.
    REQUIRED
  }

  // A new builder each time, since each listener has a context of its own to release.
  private final Supplier<SslContextBuilder> keys;
  private final UnaryOperator<SslContextBuilder> clients;
  private final SslProvider provider;

  private ServerTls(
      Supplier<SslContextBuilder> keys,
      UnaryOperator<SslContextBuilder> clients,
      SslProvider provider) {
    this.keys = keys;
    this.clients = clients;
    this.provider = provider;
  }

  /// From PEM files, as certificate authorities hand them out.
  ///
  /// @param certificates the server's certificate, then those that lead to a known authority
  /// @param key its private key in PKCS#8 form, not encrypted
  /// @throws IllegalArgumentException when a file cannot be read or is not that, or when the key
  ///   does not belong to the certificate; the message names the file and what is wrong
  public static ServerTls pem(Path certificates, Path key) {
    return of(KeyFiles.pem(certificates, key, null));
  }

  /// From PEM files with an encrypted private key; otherwise as [#pem(Path, Path)].
  public static ServerTls pem(Path certificates, Path key, String password) {
    return of(KeyFiles.pem(certificates, key, Objects.requireNonNull(password)));
  }

  /// From a PKCS#12 file (`.p12`, `.pfx`) with one private key and its certificates.
  ///
  /// @throws IllegalArgumentException when it cannot be read; the message says why
  public static ServerTls pkcs12(Path file, String password) {
    return of(KeyFiles.pkcs12(file, password));
  }

  /// From a key store's first private key and its certificates.
  ///
  /// @param password that of the key
  /// @throws IllegalArgumentException when there is none, or the password is wrong
  public static ServerTls keyStore(KeyStore store, String password) {
    return of(KeyFiles.first(store, password, "the key store"));
  }

  /// From key managers, which may choose among several certificates.
  public static ServerTls keys(KeyManagerFactory keys) {
    Objects.requireNonNull(keys);
    return withDefaults(() -> SslContextBuilder.forServer(keys));
  }

  /// With certificates asked of clients.
  ///
  /// @param authorities a PEM file of the certificates that a client's has to come from
  /// @throws IllegalArgumentException when it cannot be read or holds none
  public ServerTls withClientCertificates(ClientCertificates mode, Path authorities) {
    var trusted = KeyFiles.certificates(authorities);
    return withClients(mode, builder -> builder.trustManager(trusted));
  }

  /// With certificates asked of clients.
  ///
  /// @param authorities decide which certificates are good
  public ServerTls withClientCertificates(
      ClientCertificates mode, TrustManagerFactory authorities) {
    Objects.requireNonNull(authorities);
    return withClients(mode, builder -> builder.trustManager(authorities));
  }

  /// What speaks TLS: `BoringSSL` or `JDK`.
  public String provider() {
    return provider == SslProvider.JDK ? "JDK" : OpenSsl.versionString();
  }

  /// With the JDK's TLS, also where BoringSSL is there.
  ServerTls withJdk() {
    return new ServerTls(keys, clients, SslProvider.JDK);
  }

  /// A context that its user has to release.
  SslContext newContext() {
    try {
      return clients
          .apply(keys.get())
          .sslProvider(provider)
          .protocols("TLSv1.3", "TLSv1.2")
          .applicationProtocolConfig(
              // Tells a client that would like HTTP/2 what it gets. Only these two behaviours are
              // there with BoringSSL.
              new ApplicationProtocolConfig(
                  Protocol.ALPN,
                  SelectorFailureBehavior.NO_ADVERTISE,
                  SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (SSLException failure) {
      throw new IllegalArgumentException(
          "the certificate or its key cannot be used: " + failure.getMessage(), failure);
    }
  }

  private ServerTls withClients(
      ClientCertificates mode, UnaryOperator<SslContextBuilder> authorities) {
    ClientAuth auth =
        mode == ClientCertificates.REQUIRED ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
    return new ServerTls(keys, builder -> authorities.apply(builder).clientAuth(auth), provider);
  }

  private static ServerTls of(KeyFiles.Identity identity) {
    return withDefaults(() -> SslContextBuilder.forServer(identity.key(), identity.chain()));
  }

  private static ServerTls withDefaults(Supplier<SslContextBuilder> keys) {
    SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
    return new ServerTls(keys, UnaryOperator.identity(), provider);
  }
}
