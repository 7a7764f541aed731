package io.tidewire.cli;

import io.tidewire.client.Proxy;
import io.tidewire.client.WebSocketClientBuilder;
import io.tidewire.deflate.CompressionOptions;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How `tidewire connect` gets to the server, besides what it tells it.
final class HandshakeOptions extends RequestOptions {
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
      names = "--no-compression",
      description = "Do not offer permessage-deflate: nothing is compressed, either way.")
  private boolean uncompressed;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How long connecting may take, and the handshake again. Default: 10.")
  private Duration timeout = Duration.ofSeconds(10);

  CompressionOptions compression() {
    return uncompressed ? CompressionOptions.OFF : CompressionOptions.DEFAULTS;
  }

  /// @throws IllegalArgumentException when an option has no valid value
  void apply(WebSocketClientBuilder builder) {
    builder
        .subprotocols(subprotocols())
        .proxy(proxy)
        .connectTimeout(timeout)
        .handshakeTimeout(timeout);
    headers().forEach(field -> builder.header(field.name(), field.value()));
    if (unix != null) {
      builder.unix(unix);
    }
  }
}
