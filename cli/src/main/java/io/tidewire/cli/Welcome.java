package io.tidewire.cli;

import io.tidewire.server.WebSocketServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `tidewire serve` prints when it is ready: the addresses to open.
///
/// @param tls what speaks TLS, if it is spoken
/// @param made the certificate that was made for the occasion
record Welcome(WebSocketServer server, Optional<String> tls, Optional<SelfSigned> made) {
  // Of this machine, or of all its interfaces.
  private static final Set<InetAddress> LOCALHOST =
      Stream.of("127.0.0.1", "::1", "0.0.0.0", "::")
          .map(InetAddress::ofLiteral)
          .collect(Collectors.toUnmodifiableSet());

  @Override
  public String toString() {
    return server.addresses().stream()
        .map(this::addresses)
        .collect(Collectors.joining("\n", head() + "\n\n", foot()));
  }

  private String head() {
    String transport = server.transport().name().toLowerCase(Locale.ROOT);
    String engine = tls.map(name -> ", TLS by " + name).orElse("");
    return "Tidewire " + Version.ofProgram() + " is ready (transport " + transport + engine + ")";
  }

  private String foot() {
    return made.map(Welcome::warning).orElse("") + "\nCtrl-C says goodbye to everyone and ends it.";
  }

  private static String warning(SelfSigned made) {
    return """

      The certificate is for localhost, was made just now, and is trusted by nobody:
      browsers warn, and tidewire connect needs --insecure. Its SHA-256 fingerprint is
      %s
    """
        .formatted(made.fingerprint());
  }

  private String addresses(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> tcp(authority(inet)) + everywhere(inet);
      case UnixDomainSocketAddress unix -> unix(unix.getPath().toString());
      default -> "  " + address + "\n";
    };
  }

  private String tcp(String authority) {
    String s = tls.isEmpty() ? "" : "s";
    return """
      console   http%1$s://%2$s/
      echo      ws%1$s://%2$s/echo
      chat      ws%1$s://%2$s/chat/{room}
      time      ws%1$s://%2$s/time
      compare   http%1$s://%2$s/compare
    """
        .formatted(s, authority);
  }

  private static String unix(String path) {
    return """
      socket    %1$s
                tidewire connect --unix %1$s ws://localhost/echo
    """
        .formatted(path);
  }

  /// As in a URL.
  static String authority(InetSocketAddress address) {
    String host = LOCALHOST.contains(address.getAddress()) ? "localhost" : address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  private static String everywhere(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress()
        ? "            and on every other address of this machine\n"
        : "";
  }
}
