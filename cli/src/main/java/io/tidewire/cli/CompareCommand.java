package io.tidewire.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows what WebSocket saves.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    usageHelpWidth = 100,
    header = "Measure what WebSocket saves beside polling.",
    descriptionHeading = "%n",
    description =
        "A running tidewire serve sends the same messages by WebSocket, server-sent events, long"
            + " polling, JSONP and short polling, each in its turn. Shown are the bytes on the wire"
            + " for a message (headers included, counted at the server's sockets), HTTP requests,"
            + " the server's CPU time for a message, and how long delivery took. The header fields"
            + " are those of the JDK's HTTP client, fewer than a browser's: the page /compare of the"
            + " server shows the same for the browser that opens it. Figures are of the server's"
            + " whole process, so it should have nothing else to do.",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidewire compare http://localhost:8080",
      "  tidewire compare --rate 10 --size 1k --poll 1 http://localhost:8080",
      "  tidewire compare --rounds 10 --json --svg plot.svg http://localhost:8080",
      "",
      "Exit codes:",
      "  0    measured",
      "  1    could not connect, or that is no tidewire serve with /compare",
      "  2    wrong usage",
      "  3    the server closed, fell silent, or sent something else",
      "  130  Ctrl-C; what was measured is shown",
    })
final class CompareCommand implements Callable<Integer> {
  private static final int ENDED_EARLY = 3;
  private static final Set<String> PATHS = Set.of("", "/", "/compare");

  private final Stdio stdio;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "Such as http://localhost:8080.")
  private String url;

  @Mixin private CompareOptions options = new CompareOptions();

  CompareCommand(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() {
    ComparePlan plan;
    URI base;
    try {
      plan = options.plan();
      base = base();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    try (ComparedServer server = ComparedServer.at(base)) {
      expectFigures(server);
      return report(Comparison.run(server, plan, progress()));
    } catch (InterruptedException e) {
      return Signals.EXIT_CODE;
    }
  }

  private int report(ComparisonResult result) {
    show(result);
    result
        .failure()
        .ifPresent(why -> {
          throw new CommandFailed(ENDED_EARLY, Visible.line(why));
        });
    return result.interrupted() ? Signals.EXIT_CODE : 0;
  }

  private URI base() {
    try {
      URI uri = new URI(url);
      if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
        throw new IllegalArgumentException("the URL is a server's, such as http://localhost:8080");
      }
      if (!PATHS.contains(uri.getPath()) || uri.getQuery() != null) {
        throw new IllegalArgumentException(
            "the URL ends with the server's port: no path, no query");
      }
      return URI.create("http://" + uri.getRawAuthority());
    } catch (URISyntaxException e) {
      // Its message would show the whole URL, and with it a password.
      throw new IllegalArgumentException(
          "the URL cannot be read: " + e.getReason() + " at index " + e.getIndex());
    }
  }

  private static void expectFigures(ComparedServer server) throws InterruptedException {
    try {
      server.read();
    } catch (ConnectException | HttpTimeoutException e) {
      throw new CommandFailed(1, "cannot connect to " + server.base() + ": nobody answers there");
    } catch (IOException e) {
      String why = server.base() + " is no tidewire serve with /compare: ";
      throw new CommandFailed(1, why + Visible.line(String.valueOf(e.getMessage())));
    }
  }

  private Consumer<String> progress() {
    PrintWriter err = stdio.err();
    return stdio.terminal() && !options.quiet() ? err::println : line -> {};
  }

  private void show(ComparisonResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(ComparisonJson.of(result));
    } else if (!result.isEmpty()) {
      out.println(new ComparisonTable(result));
    }
    options.svg().ifPresent(file -> write(file, new ComparisonPlot(result).svg()));
  }

  private static void write(Path file, String plot) {
    try {
      Files.writeString(file, plot);
    } catch (IOException e) {
      throw new CommandFailed(1, "cannot write " + file + ": " + e.getMessage());
    }
  }
}
