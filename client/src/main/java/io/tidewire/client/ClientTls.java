package io.tidewire.client;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.tidewire.HandshakeException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// How a client speaks TLS (versions 1.2 and 1.3): whom it trusts, and how it shows who it is.
///
/// The server's certificate has to be trusted and to be for the host that the URI names (RFC 9110
/// §4.3.4); only [#insecure] turns that off. Immutable. Files are read in the call that names them.
///
/// TLS is BoringSSL's where netty-tcnative with its native part is on the class path, else the
/// JDK's.
public final class ClientTls {
  private static final ClientTls SYSTEM =
      new ClientTls(Optional.empty(), Optional.empty(), false, best());

  // To be resumed (RFC 8446 §2.2). Each holds 10 KB of native memory or more for minutes, and
  // Netty's own bound is 20,480: too much for a client that goes to ever new hosts and ports.
  private static final int SESSIONS = 256;

  /// Whom to trust; empty for the JDK's own choice.
  private final Optional<KeyStore> trusted;

  /// Adds the client's certificate; empty without one.
  private final Optional<Consumer<SslContextBuilder>> certificate;

  private final boolean insecure;
  private final SslProvider provider;

  // guarded by this
  /// Made when first needed, since that takes a while; null before.
  private SslContext context;

  private ClientTls(
      Optional<KeyStore> trusted,
      Optional<Consumer<SslContextBuilder>> certificate,
      boolean insecure,
      SslProvider provider) {
    this.trusted = trusted;
    this.certificate = certificate;
    this.insecure = insecure;
    this.provider = provider;
  }

  /// Trusts whom the JDK trusts (its `cacerts`, or the system property `javax.net.ssl.trustStore`),
  /// and shows no certificate. The default.
  public static ClientTls system() {
    return SYSTEM;
  }

  /// Trusts the certificates in a PEM file, and nobody else.
  ///
  /// @param pem one or more certificates, usually of certificate authorities
  /// @throws IllegalArgumentException when it cannot be read; the message says why
  public ClientTls withTrust(Path pem) {
    return withTrust(Certificates.trusted(pem));
  }

  /// Trusts the certificates in a key store, and nobody else.
  public ClientTls withTrust(KeyStore store) {
    return new ClientTls(Optional.of(store), certificate, insecure, provider);
  }

  /// Shows a certificate to a server that asks for one; after a redirect to another host, none.
  ///
  /// @param chain the certificate, then those of its issuers, in PEM
  /// @param key its private key, in PEM (PKCS#8, not encrypted)
  /// @throws IllegalArgumentException when one cannot be read; the message says why
  public ClientTls withCertificate(Path chain, Path key) {
    return withCertificate(Certificates.own(chain, key));
  }

  /// Shows a certificate to a server that asks for one; after a redirect to another host, none.
  ///
  /// @param pkcs12 a PKCS#12 file with the certificate and its private key
  /// @throws IllegalArgumentException when it cannot be read; the message says why
  public ClientTls withCertificate(Path pkcs12, String password) {
    return withCertificate(Certificates.own(pkcs12, password));
  }

  private ClientTls withCertificate(Consumer<SslContextBuilder> own) {
    return new ClientTls(trusted, Optional.of(own), insecure, provider);
  }

  /// Takes any certificate from anyone.
  ///
  /// **Danger**: the connection is encrypted, but nobody knows to whom. Whoever sits on the way can
  /// pose as the server, read everything and change it, credentials included. This is for trying
  /// things out on one's own machine; for a server with a certificate of one's own making there is
  /// [#withTrust(Path)].
  public ClientTls insecure() {
    return new ClientTls(trusted, certificate, true, provider);
  }

  private static SslProvider best() {
    return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
  }

  ClientTls withoutCertificate() {
    return certificate.isEmpty()
        ? this
        : new ClientTls(trusted, Optional.empty(), insecure, provider);
  }

  ClientTls withProvider(SslProvider other) {
    return new ClientTls(trusted, certificate, insecure, other);
  }

  /// Makes what all connections share, which takes a while the first time: before, not on, an event
  /// loop.
  void load() {
    context();
  }

  /// An engine for one TCP connection of the caller's own, such as a load generator's. It is in
  /// client mode, and checks the server's certificate as said here.
  ///
  /// @param host the name to send (RFC 6066 §3) and to verify
  public SSLEngine engine(String host, int port) {
    return context().newEngine(ByteBufAllocator.DEFAULT, host, port);
  }

  /// A handler for one connection.
  ///
  /// @param host the name to send (RFC 6066 §3) and to verify
  SslHandler handler(String host, int port) {
    SslHandler handler = context().newHandler(ByteBufAllocator.DEFAULT, host, port);
    // The deadline for the whole handshake covers this part too.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  private synchronized SslContext context() {
    if (context == null) {
      context = newContext();
    }
    return context;
  }

  private SslContext newContext() {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(provider)
            .protocols("TLSv1.3", "TLSv1.2")
            .sessionCacheSize(SESSIONS);
    try {
      certificate.ifPresent(own -> own.accept(builder));
      return trusting(builder).build();
    } catch (GeneralSecurityException | SSLException e) {
      throw new HandshakeException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private SslContextBuilder trusting(SslContextBuilder builder) throws GeneralSecurityException {
    return insecure
        ? builder
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
        : builder
            .trustManager(new ServerTrust(Certificates.trustManager(trusted)))
            .endpointIdentificationAlgorithm("HTTPS");
  }
}
