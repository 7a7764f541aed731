package io.tidewire.cli;

import io.tidewire.Transport;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.Limits;
import io.tidewire.protocol.OriginRule;
import io.tidewire.server.Listener;
import io.tidewire.server.ServerTls;
import io.tidewire.server.WebSocketServer;
import io.tidewire.server.WebSocketServerBuilder;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
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
      "  tidewire serve --cert fullchain.pem --key privkey.pem",
      "  tidewire serve --unix /tmp/tidewire.sock",
      "",
      "Exit codes: 0 ended by Ctrl-C or SIGTERM, 1 could not start, 2 wrong usage.",
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

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
    PrintWriter out = spec.commandLine().getOut();
    SelfSigned made = tls && certificate == null ? SelfSigned.forLocalhost() : null;
    ServerTls speaks = made == null ? ownTls() : made.tls();
    DemoServer demo = start(builder(speaks));
    String engine = speaks == null ? "" : speaks.provider();
    out.println(new Welcome(demo.server(), engine, note(made)));
    awaitInterrupt();
    out.println("Saying goodbye...");
    demo.drain(drain).join();
    return 0;
  }

  private WebSocketServerBuilder builder(ServerTls speaks) {
    Limits limits = new Limits(maxSize, maxSize, Limits.DEFAULT.maxFragments());
    WebSocketServerBuilder builder =
        WebSocketServer.builder()
            .origins(usage(this::originRule))
            .options(WebSocketOptions.DEFAULTS.withLimits(limits))
            .transport(transport);
    if (unix == null || port != null || host != null || speaks != null) {
      builder.listen(usage(() -> tcp(speaks)));
    }
    if (unix != null) {
      builder.listen(Listener.unix(unix));
    }
    return builder;
  }

  private Listener tcp(ServerTls speaks) {
    String address = host == null ? "127.0.0.1" : host;
    int number = port == null ? 8080 : port;
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + number);
    }
    return speaks == null
        ? Listener.tcp(address, number)
        : Listener.tls(address, number, speaks);
  }

  private OriginRule originRule() {
    return origins.contains("any") ? OriginRule.any() : OriginRule.allow(origins);
  }

  /// Null for none.
  private ServerTls ownTls() {
    if (certificate == null) {
      if (key != null) {
        throw new ParameterException(spec.commandLine(), "--key needs the certificate: --cert");
      }
      return null;
    }
    try {
      return ServerTls.pem(certificate, key == null ? certificate : key);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(1, e.getMessage());
    }
  }

  private static String note(SelfSigned made) {
    return made == null
        ? ""
        : "  The certificate is for localhost, was made just now, and is trusted by nobody:\n"
            + "  browsers warn, and tidewire connect needs --insecure. Its SHA-256 fingerprint is\n  "
            + made.fingerprint();
  }

  private static DemoServer start(WebSocketServerBuilder builder) {
    try {
      return DemoServer.start(builder);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new CommandFailed(1, e.getMessage());
    }
  }

  /// A value that an option names wrongly is the user's mistake.
  private <T> T usage(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      // What was waited for.
    }
  }
}
