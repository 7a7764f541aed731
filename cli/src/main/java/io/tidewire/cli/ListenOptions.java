package io.tidewire.cli;

import io.tidewire.server.Listener;
import io.tidewire.server.ServerTls;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
      names = "--allow-host",
      paramLabel = "NAME",
      description =
          "Answer to this name in Host too, such as app.example; repeatable; 'any' for all names."
              + " Default on an address that only this machine can reach: its own names, so that no"
              + " page can lead its name here and pass for ours (DNS rebinding); elsewhere: any.")
  private List<String> hosts = new ArrayList<>();

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
    if (isOnPort(tls)) {
      listeners.add(tcp(tls));
    }
    if (unix != null) {
      listeners.add(Listener.unix(unix));
    }
    return listeners;
  }

  private boolean isOnPort(Optional<ServerTls> tls) {
    return unix == null || port != null || host != null || tls.isPresent();
  }

  /// The names that requests may call the server by; empty for any.
  Optional<List<String>> hosts(Optional<ServerTls> tls) {
    boolean loopback = isOnPort(tls) && isLoopback();
    if (hosts.contains("any") || (hosts.isEmpty() && !loopback)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1", "[::1]"));
    names.addAll(hosts);
    if (loopback) {
      names.add(address().contains(":") ? "[" + address() + "]" : address());
    }
    return Optional.of(names);
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(address()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // It cannot be listened on either, and that says why.
    }
  }

  private String address() {
    return host == null ? "127.0.0.1" : host;
  }

  private Listener tcp(Optional<ServerTls> tls) {
    int number = port == null ? 8080 : port;
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + number);
    }
    return tls.map(speaks -> Listener.tls(address(), number, speaks))
        .orElseGet(() -> Listener.tcp(address(), number));
  }
}
