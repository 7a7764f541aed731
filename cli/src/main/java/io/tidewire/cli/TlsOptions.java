package io.tidewire.cli;

import io.tidewire.client.ClientTls;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Whom a command that connects trusts over TLS, and how it shows who it is.
final class TlsOptions {
  @Option(
      names = {"-k", "--insecure"},
      description =
          "Take any certificate from anyone. Whoever sits on the way can then read and change"
              + " everything; for one's own machine only.")
  private boolean insecure;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Trust the certificates in this PEM file, and nobody else.")
  private Path trusted;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Show this certificate (PEM) to a server that asks for one.")
  private Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Its private key (PEM, PKCS#8). Default: in the file of --cert.")
  private Path key;

  /// @throws IllegalArgumentException when options do not go together
  /// @throws CommandFailed when a file is not what it should be
  ClientTls tls() {
    if (key != null && certificate == null) {
      throw new IllegalArgumentException("--key needs the certificate: --cert");
    }
    try {
      ClientTls tls = trusted == null ? ClientTls.system() : ClientTls.system().withTrust(trusted);
      tls = certificate == null ? tls : tls.withCertificate(certificate, keyFile());
      return insecure ? tls.insecure() : tls;
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(1, e.getMessage());
    }
  }

  private Path keyFile() {
    return key == null ? certificate : key;
  }
}
