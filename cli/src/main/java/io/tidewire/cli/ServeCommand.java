package io.tidewire.cli;

import io.tidewire.Transport;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.Limits;
import io.tidewire.protocol.OriginRule;
import io.tidewire.server.ServerTls;
import io.tidewire.server.WebSocketServer;
import io.tidewire.server.WebSocketServerBuilder;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Runs a server to try things out on, until it is interrupted.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    usageHelpWidth = 100,
    header = "Run a WebSocket server with a console page, to try things out on.",
    descriptionHeading = "%n",
    description =
        "It serves /echo (sends back what it gets; subprotocols echo and chat), /chat/{room}"
            + " (everyone in a room sees every line), /time (the time, every second), the console"
            + " page at / and a health check at /healthz.",
    optionListHeading = "%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidewire serve",
      "  tidewire serve --port 9000 --host 0.0.0.0",
      "  tidewire serve --tls",
      "  tidewire serve --fallback",
      "  tidewire serve --cert fullchain.pem --key privkey.pem",
      "  tidewire serve --unix /tmp/tidewire.sock",
      "",
      "Exit codes: 0 ended by Ctrl-C or SIGTERM, 1 could not start, 2 wrong usage.",
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(validate = false, heading = "%nWhere:%n")
  private ListenOptions listen = new ListenOptions();

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      description =
          "Let pages of this origin connect, such as https://example.com; repeatable; 'any' for"
              + " all pages. Default: pages of this server alone.")
  private List<String> origins = new ArrayList<>();

  @Option(
      names = "--max-size",
      paramLabel = "BYTES",
      converter = ByteSize.class,
      description = "The largest message that a client may send, such as 64k. Default: 1m.")
  private long maxSize = Limits.DEFAULT.maxMessage();

  @Option(
      names = "--no-compression",
      description = "Accept no permessage-deflate: nothing is compressed, either way.")
  private boolean uncompressed;

  @Option(
      names = "--fallback",
      description =
          "Serve /echo, /chat/{room} and /time to clients without WebSocket too: by SockJS, and by"
              + " polling with curl.")
  private boolean fallback;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "How sockets are driven: ${COMPLETION-CANDIDATES}. Default: AUTO.")
  private Transport transport = Transport.AUTO;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description =
          "How long Ctrl-C waits at most for clients to say goodbye; a second one ends at once."
              + " Default: 3.")
  private Duration drain = Duration.ofSeconds(3);

  @Override
  public Integer call() {
    Optional<SelfSigned> made = listen.made();
    Optional<ServerTls> tls = made.map(SelfSigned::tls).or(this::named);
    DemoServer demo = start(builder(tls), fallback);
    PrintWriter out = spec.commandLine().getOut();
    out.println(new Welcome(demo.server(), tls.map(ServerTls::provider), made));
    awaitInterrupt();
    out.println("Saying goodbye...");
    demo.drain(drain).join();
    return 0;
  }

  private Optional<ServerTls> named() {
    try {
      return listen.named();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private WebSocketServerBuilder builder(Optional<ServerTls> tls) {
    WebSocketServerBuilder builder =
        WebSocketServer.builder().options(options()).transport(transport);
    try {
      builder.origins(origins.contains("any") ? OriginRule.any() : OriginRule.allow(origins));
      listen.listeners(tls).forEach(builder::listen);
      listen.hosts(tls).ifPresent(names -> builder.hosts(names.toArray(String[]::new)));
      return builder;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private WebSocketOptions options() {
    return WebSocketOptions.DEFAULTS
        .withLimits(new Limits(maxSize, maxSize, Limits.DEFAULT.maxFragments()))
        .withCompression(uncompressed ? CompressionOptions.OFF : CompressionOptions.DEFAULTS);
  }

  private static DemoServer start(WebSocketServerBuilder builder, boolean fallback) {
    try {
      return DemoServer.start(builder, fallback);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      boolean taken = e.getMessage().contains("in use");
      throw new CommandFailed(1, e.getMessage() + (taken ? " (--port chooses another)" : ""));
    }
  }

  private static void awaitInterrupt() {
    while (!Thread.interrupted()) {
      LockSupport.park();
    }
  }
}
