package io.tidewire.cli;

import io.tidewire.load.LoadException;
import io.tidewire.load.LoadGenerator;
import io.tidewire.load.LoadOptions;
import io.tidewire.load.LoadResult;
import io.tidewire.load.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Loads a server and says how fast it answers.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    usageHelpWidth = 100,
    header = "Measure how fast a WebSocket server answers.",
    descriptionHeading = "%n",
    description =
        "The server has to send back what it gets, as the path /echo of tidewire serve does; or to"
            + " everyone, with --broadcast. What comes back is counted, and a sample of it compared"
            + " with what was sent. Servers and clients share the CPU of one machine: for figures"
            + " that hold, give each its own cores (taskset), and look at the CPU time per message.",
    parameterListHeading = "%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidewire bench ws://localhost:8080/echo",
      "  tidewire bench -c 100 -d 32 ws://localhost:8080/echo",
      "  tidewire bench -c 10 --rate 20000 --html out.html ws://localhost:8080/echo",
      "  tidewire bench -c 10 --size 16k --kind json --compress ws://localhost:8080/echo",
      "  tidewire bench -c 1000 --broadcast -d 8 --size 100 ws://localhost:8080/chat/tea",
      "  tidewire bench -c 10000 --idle -t 60 ws://localhost:8080/echo",
      "  tidewire bench --pid 4711 --json wss://localhost:8443/echo --insecure",
      "  tidewire bench tcp://localhost:7   (or tls://: a server that sends every byte back)",
      "",
      "Exit codes:",
      "  0    measured",
      "  1    could not connect, or the server refused the handshake",
      "  2    wrong usage",
      "  3    the server closed, fell silent, or sent something else back",
      "  130  Ctrl-C; what was measured is shown",
    })
final class BenchCommand implements Callable<Integer> {
  private static final int ENDED_EARLY = 3;

  private final Stdio stdio;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "Such as ws://localhost:8080/echo.")
  private String url;

  @ArgGroup(validate = false, heading = "%nWork:%n")
  private WorkOptions work = new WorkOptions();

  @ArgGroup(validate = false, heading = "%nRun:%n")
  private BenchOptions bench = new BenchOptions();

  @ArgGroup(validate = false, heading = "%nHandshake:%n")
  private RequestOptions request = new RequestOptions();

  @ArgGroup(validate = false, heading = "%nTLS:%n")
  private TlsOptions tls = new TlsOptions();

  BenchCommand(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() {
    LoadResult result;
    try {
      result = LoadGenerator.run(options(), progress());
    } catch (LoadException e) {
      throw new CommandFailed(1, Visible.line(e.getMessage()));
    } catch (InterruptedException e) {
      return Signals.EXIT_CODE;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    show(result);
    result
        .failure()
        .ifPresent(why -> {
          throw new CommandFailed(ENDED_EARLY, Visible.line(why));
        });
    return result.interrupted() ? Signals.EXIT_CODE : 0;
  }

  private LoadOptions options() {
    LoadOptions options =
        LoadOptions.of(target())
            .withConnections(work.connections())
            .withPayload(work.kind(), work.size())
            .withWork(work.work())
            .withTimes(bench.warmup(), bench.duration())
            .withTimeout(bench.timeout())
            .withThreads(bench.threads())
            .withCompression(bench.compress())
            .withRequest(request.headers(), List.of(request.subprotocols()))
            .withTls(tls.tls());
    return bench.pid().map(options::withServerPid).orElse(options);
  }

  private URI target() {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      // Its message would show the whole URL, and with it a password.
      throw new IllegalArgumentException(
          "the URL cannot be read: " + e.getReason() + " at index " + e.getIndex());
    }
  }

  private Consumer<Progress> progress() {
    return stdio.terminal() && !bench.quiet()
        ? new ProgressLine(stdio.err(), work.connections())
        : progress -> {};
  }

  private void show(LoadResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (bench.json()) {
      out.println(ResultJson.of(result));
    } else if (result.measured().isPositive()) {
      out.println(new ResultTable(result));
    }
    bench.html().ifPresent(file -> write(file, ResultPage.of(result, Instant.now())));
  }

  private static void write(Path file, String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new CommandFailed(1, "cannot write " + file + ": " + e.getMessage());
    }
  }
}
