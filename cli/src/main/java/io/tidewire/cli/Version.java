package io.tidewire.cli;

import io.tidewire.deflate.Zlib;
import io.tidewire.server.ServerTls;
import io.tidewire.server.WebSocketServer;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import picocli.CommandLine.IVersionProvider;

/// What runs here: this program, the JDK, and what drives sockets, TLS and compression on this
/// machine.
final class Version implements IVersionProvider {

  /// This program's version, which stands in its jar.
  static String ofProgram() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  @Override
  public String[] getVersion() throws NoSuchAlgorithmException {
    return new String[] {
      "tidewire " + ofProgram(),
      "JDK " + Runtime.version() + ", " + System.getProperty("java.vendor"),
      "transport " + transport(),
      "TLS " + tls(),
      "compression " + Zlib.engine(),
    };
  }

  /// Only a server that runs knows what it chose.
  private static String transport() {
    try (WebSocketServer server = WebSocketServer.builder().host("localhost").port(0).start()) {
      return server.transport().name().toLowerCase(Locale.ROOT);
    }
  }

  private static String tls() throws NoSuchAlgorithmException {
    String algorithm = KeyManagerFactory.getDefaultAlgorithm();
    return ServerTls.keys(KeyManagerFactory.getInstance(algorithm)).provider();
  }
}
