package io.tidewire.cli;

import io.tidewire.client.Proxy;
import io.tidewire.client.WebSocketClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// How `tidewire connect` gets to the server, and what it tells it.
final class HandshakeOptions {
  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "Send this header field; repeatable.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-s", "--subprotocol"},
      paramLabel = "NAME",
      split = ",",
      description = "Offer this subprotocol; repeatable, the preferred one first.")
  private List<String> subprotocols = new ArrayList<>();

  @Option(
      names = {"-o", "--origin"},
      paramLabel = "ORIGIN",
      description = "Pose as a page of this origin, such as https://example.com.")
  private String origin;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER:PASSWORD",
      description = "Send these credentials (Basic authentication).")
  private String user;

  @Option(names = "--bearer", paramLabel = "TOKEN", description = "Send this token.")
  private String bearer;

  @Option(
      names = {"-x", "--proxy"},
      paramLabel = "URL",
      converter = ProxyUrl.class,
      description =
          "Go through this proxy: http://[USER:PASSWORD@]HOST:PORT, socks5://..., or 'none'."
              + " Default: what Java's system properties say.")
  private Proxy proxy = Proxy.system();

  @Option(
      names = "--unix",
      paramLabel = "PATH",
      description = "Connect to this Unix domain socket, whatever the URL's host.")
  private Path unix;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How long connecting may take, and the handshake again. Default: 10.")
  private Duration timeout = Duration.ofSeconds(10);

  /// @throws IllegalArgumentException when an option has no valid value
  void apply(WebSocketClientBuilder builder) {
    builder
        .subprotocols(subprotocols.toArray(String[]::new))
        .proxy(proxy)
        .connectTimeout(timeout)
        .handshakeTimeout(timeout);
    headers.forEach(header -> addHeader(builder, header));
    if (origin != null) {
      builder.header("Origin", origin);
    }
    if (unix != null) {
      builder.unix(unix);
    }
    authenticate(builder);
  }

  private static void addHeader(WebSocketClientBuilder builder, String header) {
    int colon = header.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a header is written 'Name: value', not '" + header + "'");
    }
    builder.header(header.substring(0, colon).trim(), header.substring(colon + 1).trim());
  }

  private void authenticate(WebSocketClientBuilder builder) {
    if (user != null && bearer != null) {
      throw new IllegalArgumentException("--user and --bearer do not go together");
    }
    if (user != null) {
      int colon = user.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("--user takes a name and a password: USER:PASSWORD");
      }
      builder.basicAuth(user.substring(0, colon), user.substring(colon + 1));
    }
    if (bearer != null) {
      builder.bearerAuth(bearer);
    }
  }
}
