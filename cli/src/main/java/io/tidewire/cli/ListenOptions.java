package io.tidewire.cli;

import io.tidewire.server.Listener;
import io.tidewire.server.ServerTls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where `tidewire serve` listens, and with which certificate.
final class ListenOptions {
  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "The port to listen on, 0 for any that is free. Default: 8080.")
  private Integer port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "The address to listen on. Default: 127.0.0.1, which only this machine can reach, for"
              + " this server lets everyone in; 0.0.0.0 or :: for all addresses.")
  private String host;

  @Option(
      names = "--unix",
      paramLabel = "PATH",
      description =
          "Listen on this Unix domain socket; on a port too only where --port, --host or TLS is"
              + " asked for.")
  private Path unix;

  @Option(
      names = "--tls",
      description =
          "Speak TLS (https and wss). Without --cert, with a certificate made for localhost.")
  private boolean tls;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "The certificate and those of its issuers, in PEM. Implies --tls.")
  private Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Its private key, in PEM (PKCS#8). Default: in the file of --cert.")
  private Path key;

  /// A certificate of our own, where TLS is asked for and none is named.
  Optional<SelfSigned> made() {
    return tls && certificate == null ? Optional.of(SelfSigned.forLocalhost()) : Optional.empty();
  }

  /// The certificate that is named, if one is.
  ///
  /// @throws IllegalArgumentException when there is a key alone
  /// @throws CommandFailed when a file is not what it should be
  Optional<ServerTls> named() {
    if (certificate == null && key != null) {
      throw new IllegalArgumentException("--key needs the certificate: --cert");
    }
    try {
      return Optional.ofNullable(certificate)
          .map(file -> ServerTls.pem(file, key == null ? file : key));
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(1, e.getMessage());
    }
  }

  /// @throws IllegalArgumentException when the port is out of range
  List<Listener> listeners(Optional<ServerTls> tls) {
    List<Listener> listeners = new ArrayList<>();
    if (unix == null || port != null || host != null || tls.isPresent()) {
      listeners.add(tcp(tls));
    }
    if (unix != null) {
      listeners.add(Listener.unix(unix));
    }
    return listeners;
  }

  private Listener tcp(Optional<ServerTls> tls) {
    String address = host == null ? "127.0.0.1" : host;
    int number = port == null ? 8080 : port;
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + number);
    }
    return tls.map(speaks -> Listener.tls(address, number, speaks))
        .orElseGet(() -> Listener.tcp(address, number));
  }
}
