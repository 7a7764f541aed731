package io.tidewire.client;

import java.security.cert.CertificateException;

/// A server's certificate is not good for this connection; the message says why, in plain words.
final class CertificateRefused extends CertificateException {
  private static final long serialVersionUID = 1;

  CertificateRefused(String why, CertificateException cause) {
    super(why, cause);
  }
}
