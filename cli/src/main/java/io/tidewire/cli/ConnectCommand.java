package io.tidewire.cli;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.WebSocketClient;
import io.tidewire.client.WebSocketClientBuilder;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Limits;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Talks to a WebSocket server from a terminal or a pipe.
@Command(
    name = "connect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    usageHelpWidth = 100,
    header = "Talk to a WebSocket server.",
    descriptionHeading = "%n",
    description =
        "Each line of stdin becomes a message, and messages go to stdout as they come; everything"
            + " else goes to stderr. At a terminal Ctrl-D closes. In a pipe the connection stays"
            + " open after the end of stdin until no message has come for a second (--wait).",
    parameterListHeading = "%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidewire connect ws://localhost:8080/echo",
      "  echo hi | tidewire connect ws://localhost:8080/echo",
      "  tidewire connect ws://localhost:8080/time --wait forever < /dev/null",
      "  tidewire connect -v -s chat -H 'Cookie: id=7' wss://example.com/socket",
      "  tidewire connect --binary --whole --raw ws://localhost:8080/echo < a.png > b.png",
      "  tidewire connect --proxy socks5://localhost:1080 wss://example.com/",
      "  tidewire connect @secret.txt wss://example.com/   (options from a file, one a line)",
      "",
      "Exit codes:",
      "  0    closed in order (1000, 1001 or no code)",
      "  1    could not connect, or the server refused the handshake",
      "  2    wrong usage, or stdin could not be sent",
      "  3    ended in another way, or stdout could not be written",
      "  130  Ctrl-C",
    })
final class ConnectCommand implements Callable<Integer> {
  private static final Set<Integer> IN_ORDER =
      Set.of(CloseCode.NORMAL, CloseCode.GOING_AWAY, CloseCode.NO_STATUS);

  private final Stdio stdio;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "Such as wss://example.com/chat.")
  private String url;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the whole handshake and a line for every frame.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show nothing but messages and errors.")
  private boolean quiet;

  @ArgGroup(validate = false, heading = "%nMessages:%n")
  private MessageOptions messages = new MessageOptions();

  @ArgGroup(validate = false, heading = "%nHandshake:%n")
  private HandshakeOptions handshake = new HandshakeOptions();

  @ArgGroup(validate = false, heading = "%nTLS:%n")
  private TlsOptions tls = new TlsOptions();

  ConnectCommand(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() {
    FrameLog frames = new FrameLog(stdio.err());
    try (WebSocketClient client = client(frames)) {
      WebSocket ws = connect(client, frames);
      say(
          "connected to "
              + ShownUrl.of(url)
              + ws.subprotocol().map(name -> ", subprotocol " + name).orElse(""));
      messages.ping().ifPresent(every -> ping(ws, every));
      new Conversation(ws, stdio, messages).run().ifPresent(this::judge);
      return 0;
    } catch (CancellationException interrupted) {
      return Signals.EXIT_CODE;
    }
  }

  private WebSocketClient client(FrameLog frames) {
    try {
      WebSocketClientBuilder builder = WebSocketClient.builder().tls(tls.tls());
      handshake.apply(builder);
      messages.check();
      return builder.options(options(frames)).build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private WebSocketOptions options(FrameLog frames) {
    long max = messages.maxSize();
    // A frame of a message that is streamed may have any size.
    long maxFrame = messages.raw() ? Long.MAX_VALUE : max;
    int maxFragments = messages.raw() ? Integer.MAX_VALUE : Limits.DEFAULT.maxFragments();
    WebSocketOptions options =
        WebSocketOptions.DEFAULTS
            .withLimits(new Limits(max, maxFrame, maxFragments))
            .withStreaming(messages.raw())
            .withCompression(handshake.compression());
    return verbose ? options.withFrameObserver(frames) : options;
  }

  private WebSocket connect(WebSocketClient client, FrameLog frames) {
    try {
      WebSocket ws = client.connect(new URI(url));
      if (verbose) {
        frames.opened(ws);
      }
      return ws;
    } catch (HandshakeException e) {
      if (verbose) {
        frames.refused(e);
      }
      throw new CommandFailed(1, e.getMessage());
    } catch (URISyntaxException e) {
      // Its message would show the whole URL, and with it a password.
      String where = e.getReason() + " at index " + e.getIndex();
      throw new ParameterException(spec.commandLine(), "the URL cannot be read: " + where);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void ping(WebSocket ws, Duration every) {
    PrintWriter err = stdio.err();
    Waiting.repeat(
        ws,
        every,
        () ->
            ws.ping()
                .thenAccept(time ->
                    err.println(
                        String.format(Locale.ROOT, "pong after %.3f ms", time.toNanos() / 1e6))));
  }

  private void judge(CloseReason reason) {
    String end = Visible.line(reason.explanation());
    if (!IN_ORDER.contains(reason.code())) {
      throw new CommandFailed(3, "the connection ended abnormally: " + end);
    }
    say(end);
  }

  private void say(String line) {
    if (!quiet) {
      stdio.err().println(line);
    }
  }
}
