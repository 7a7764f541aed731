package io.tidewire.cli;

import io.tidewire.server.WebSocketServer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;
import java.util.stream.Collectors;

/// What `tidewire serve` prints when it is ready: the addresses to open.
///
/// @param tls what speaks TLS, or empty
/// @param note one more paragraph, or empty
record Welcome(WebSocketServer server, String tls, String note) {

  @Override
  public String toString() {
    return server.addresses().stream()
        .map(this::addresses)
        .collect(Collectors.joining("\n", head() + "\n\n", foot()));
  }

  private String head() {
    String transport = server.transport().name().toLowerCase(Locale.ROOT);
    String engine = tls.isEmpty() ? "" : ", TLS by " + tls;
    return "Tidewire " + Version.ofProgram() + " is ready (transport " + transport + engine + ")";
  }

  private String foot() {
    String paragraph = note.isEmpty() ? "" : "\n" + note + "\n";
    return paragraph + "\nCtrl-C says goodbye to everyone and ends it.";
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

  private static String authority(InetSocketAddress address) {
    boolean own = address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress();
    String host = own ? "localhost" : address.getHostString();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  private static String everywhere(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress()
        ? "            and on every other address of this machine\n"
        : "";
  }
}
