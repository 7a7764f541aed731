package io.tidewire.client;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/// Leaves the judgement of a server's certificate to the platform, and says in plain words why one
/// is refused.
final class ServerTrust extends X509ExtendedTrustManager {
  /// RFC 5280 §4.2.1.6: the kinds of names in `subjectAltName`.
  private static final List<Integer> DNS_NAME_AND_IP_ADDRESS = List.of(2, 7);

  private final X509ExtendedTrustManager platform;

  ServerTrust(X509ExtendedTrustManager platform) {
    this.platform = platform;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      platform.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw new CertificateRefused(why(chain, authType, engine.getPeerHost()), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      platform.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      String host = ((SSLSocket) socket).getHandshakeSession().getPeerHost();
      throw new CertificateRefused(why(chain, authType, host), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    platform.checkServerTrusted(chain, authType);
  }

  private String why(X509Certificate[] chain, String authType, String host) {
    for (X509Certificate certificate : chain) {
      Optional<String> outOfDate = outOfDate(certificate);
      if (outOfDate.isPresent()) {
        return outOfDate.get();
      }
    }
    X509Certificate server = chain[0];
    if (trusted(chain, authType)) {
      return "the certificate is for " + names(server) + ", not " + host;
    }
    return "the certificate for "
        + names(server)
        + " is not trusted: nobody trusted signed it; "
        + "its issuer is "
        + server.getIssuerX500Principal();
  }

  private static Optional<String> outOfDate(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return Optional.empty();
    } catch (CertificateExpiredException e) {
      return Optional.of(
          "the certificate for "
              + names(certificate)
              + " expired on "
              + certificate.getNotAfter().toInstant());
    } catch (CertificateNotYetValidException e) {
      return Optional.of(
          "the certificate for "
              + names(certificate)
              + " is not valid before "
              + certificate.getNotBefore().toInstant());
    }
  }

  /// Whether it is trusted when the host's name does not count.
  private boolean trusted(X509Certificate[] chain, String authType) {
    try {
      platform.checkServerTrusted(chain, authType);
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  private static String names(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().toString();
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? subject : names(names, subject);
    } catch (CertificateParsingException e) {
      return subject;
    }
  }

  private static String names(Collection<List<?>> names, String subject) {
    List<String> hosts =
        names.stream()
            .filter(name -> DNS_NAME_AND_IP_ADDRESS.contains(name.getFirst()))
            .map(name -> String.valueOf(name.get(1)))
            .toList();
    return hosts.isEmpty() ? subject : String.join(", ", hosts);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return platform.getAcceptedIssuers();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    platform.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    platform.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    platform.checkClientTrusted(chain, authType, engine);
  }
}
