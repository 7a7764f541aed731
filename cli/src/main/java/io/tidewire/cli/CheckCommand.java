package io.tidewire.cli;

import io.tidewire.conformance.Case;
import io.tidewire.conformance.Cases;
import io.tidewire.conformance.ClientCheck;
import io.tidewire.conformance.Progress;
import io.tidewire.conformance.Report;
import io.tidewire.conformance.ServerCheck;
import io.tidewire.conformance.Side;
import io.tidewire.conformance.UnusableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tries a server or a client on the rules of WebSocket.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    usageHelpWidth = 100,
    header = "Check how a WebSocket server or client keeps the rules.",
    descriptionHeading = "%n",
    description =
        "It runs every case against a server that sends back each message that it gets. With"
            + " --client it waits for a client that does so: the client connects to /getCaseCount,"
            + " then for each N to /runCase?case=N&agent=NAME, at last to"
            + " /updateReports?agent=NAME.",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidewire check ws://localhost:8080/echo",
      "  tidewire check --case 'fragmentation.*' --case 'close.*' wss://localhost:8443/echo",
      "  tidewire check --client --port 9001",
      "  tidewire check --json after.json ws://localhost:8080/echo",
      "  tidewire check --compare before.json --compare after.json --html page.html",
      "  tidewire check --list",
      "",
      "Exit codes:",
      "  0    nothing failed",
      "  1    a case failed, or the server could not be reached",
      "  2    wrong usage",
      "  130  Ctrl-C; what was found until then is shown and written",
    })
final class CheckCommand implements Callable<Integer> {
  private final Stdio stdio;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "URL",
      arity = "0..1",
      description = "The server, such as ws://localhost:8080/echo. Any certificate will do.")
  private URI url;

  @Option(names = "--client", description = "Check a client, which connects to us.")
  private boolean client;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where the client connects to; 0 for any free port. Default: 9001.")
  private int port = 9001;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description =
          "The address for it. Default: 127.0.0.1, which only this machine can reach; 0.0.0.0 or ::"
              + " for all addresses.")
  private String host = "127.0.0.1";

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How long to wait for the client to connect at first. Default: 300.")
  private Duration wait = Duration.ofMinutes(5);

  @Option(
      names = "--case",
      paramLabel = "GLOB",
      description = "Run only the cases whose ids match, such as 'close.*'; repeatable.")
  private List<String> globs = new ArrayList<>();

  @Option(
      names = "--abuse",
      description =
          "Also run the cases of abuse, which take a peer to its limits for some seconds and tell"
              + " what it did. Only against peers of your own.")
  private boolean abuse;

  @Option(
      names = "--list",
      description =
          "Show the cases for servers, with --client those for clients, with --abuse all; run"
              + " none.")
  private boolean list;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description =
          "How long a case may take; of many messages each has this time anew, up to 20 times in"
              + " all. Default: 10.")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many cases to run at a time against a server. Default: 8.")
  private int parallel = 8;

  @Option(
      names = "--agent",
      paramLabel = "NAME",
      description = "What to call the server in the report. Default: its host and port.")
  private String agent;

  @ArgGroup(validate = false, heading = "%nFiles:%n")
  private CheckOutputs outputs = new CheckOutputs();

  CheckCommand(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() {
    boolean runs = client != (url != null);
    if ((client && url != null) || (!runs && !list && !outputs.compares())) {
      throw misuse("either the URL of a server, or --client");
    } else if (client && spec.commandLine().getParseResult().hasMatchedOption("--parallel")) {
      throw misuse("--parallel is for servers: a client opens as many connections as it likes");
    } else if (list && outputs.asked()) {
      throw misuse("--list runs nothing, so that there are no results to write");
    }
    List<Case> cases = cases();
    if (list) {
      return list(cases);
    }
    prepare();
    return runs ? check(cases) : compare();
  }

  private List<Case> cases() {
    for (String glob : globs) {
      if (cases(List.of(glob)).isEmpty()) {
        boolean ofAbuse = !Cases.selectAbuse(side(), List.of(glob)).isEmpty();
        throw misuse(
            ofAbuse ? glob + " needs --abuse" : "no case matches " + glob + " (--list shows all)");
      }
    }
    return cases(globs);
  }

  private List<Case> cases(List<String> wanted) {
    List<Case> cases = new ArrayList<>(Cases.select(side(), wanted));
    if (abuse) {
      cases.addAll(Cases.selectAbuse(side(), wanted));
    }
    return cases;
  }

  private Side side() {
    return client ? Side.CLIENT : Side.SERVER;
  }

  private int list(List<Case> cases) {
    PrintWriter out = spec.commandLine().getOut();
    cases.forEach(each -> out.printf("%-36s %-18s %s%n", each.id(), each.clause(), each.title()));
    return 0;
  }

  private void prepare() {
    try {
      outputs.prepare();
    } catch (IllegalArgumentException e) {
      throw misuse(e.getMessage());
    }
  }

  private int compare() {
    outputs.writeComparison();
    return 0;
  }

  private int check(List<Case> cases) {
    CaseTable table = new CaseTable(spec.commandLine().getOut(), stdio.err(), stdio.terminal());
    Found found = new Found(cases, table);
    try {
      Report report = client ? checkClient(cases, found) : checkServer(cases, found);
      table.summary(report);
      outputs.write(report, false);
      return report.passed() ? 0 : 1;
    } catch (InterruptedException e) {
      Report report = found.report(agent(), side());
      table.summary(report);
      outputs.write(report, true);
      throw new CommandFailed(
          Signals.EXIT_CODE,
          "interrupted after " + report.results().size() + " of " + cases.size() + " cases");
    } catch (UnusableException e) {
      throw new CommandFailed(1, Visible.line(e.getMessage()));
    }
  }

  private String agent() {
    return agent != null ? agent : url != null ? url.getAuthority() : "client";
  }

  private Report checkServer(List<Case> cases, Progress progress)
      throws UnusableException, InterruptedException {
    ServerCheck check;
    try {
      check = new ServerCheck(url, timeout, parallel);
    } catch (IllegalArgumentException e) {
      throw misuse(e.getMessage());
    }
    return check.run(agent(), cases, progress);
  }

  private Report checkClient(List<Case> cases, Progress progress)
      throws UnusableException, InterruptedException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    try (ClientCheck check = ClientCheck.listen(address, cases, timeout, progress)) {
      stdio
          .err()
          .printf(
              "%d cases for a client at ws://%s/getCaseCount%n",
              cases.size(), Welcome.authority(check.address()));
      return check.await(wait);
    } catch (IOException e) {
      throw new CommandFailed(1, "cannot listen on port " + port + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw misuse(e.getMessage());
    }
  }

  private ParameterException misuse(String words) {
    return new ParameterException(spec.commandLine(), words);
  }
}
