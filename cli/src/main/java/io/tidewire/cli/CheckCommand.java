package io.tidewire.cli;

import io.tidewire.conformance.Case;
import io.tidewire.conformance.Cases;
import io.tidewire.conformance.ClientCheck;
import io.tidewire.conformance.Report;
import io.tidewire.conformance.ServerCheck;
import io.tidewire.conformance.Side;
import io.tidewire.conformance.UnusableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
      "  tidewire check --list",
      "",
      "Exit codes:",
      "  0    nothing failed",
      "  1    a case failed, or the server could not be reached",
      "  2    wrong usage",
      "  130  Ctrl-C",
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
      names = "--case",
      paramLabel = "GLOB",
      description = "Run only the cases whose ids match, such as 'close.*'; repeatable.")
  private List<String> globs = new ArrayList<>();

  @Option(
      names = "--abuse",
      description =
          "Also run the cases of abuse, which take a server to its limits for some seconds and tell"
              + " what it did. Only against servers of your own.")
  private boolean abuse;

  @Option(names = "--list", description = "Show the cases, and run none.")
  private boolean list;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Seconds.class,
      description = "How long a case may take. Default: 10.")
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

  CheckCommand(Stdio stdio) {
    this.stdio = stdio;
  }

  @Override
  public Integer call() {
    if (client == (url != null) && !list) {
      throw misuse("either the URL of a server, or --client");
    }
    List<Case> cases = cases(client ? Side.CLIENT : Side.SERVER);
    if (cases.isEmpty()) {
      throw misuse("no case matches " + String.join(", ", globs) + " (--list shows all)");
    }
    return list ? list(cases) : check(cases);
  }

  private List<Case> cases(Side peer) {
    List<Case> cases = new ArrayList<>(Cases.select(peer, globs));
    if (abuse) {
      cases.addAll(Cases.selectAbuse(peer, globs));
    }
    return cases;
  }

  private int list(List<Case> cases) {
    PrintWriter out = spec.commandLine().getOut();
    cases.forEach(each -> out.printf("%-36s %-18s %s%n", each.id(), each.clause(), each.title()));
    return 0;
  }

  private int check(List<Case> cases) {
    CaseTable table = new CaseTable(spec.commandLine().getOut(), stdio.err(), stdio.terminal());
    try {
      Report report = client ? checkClient(cases, table) : checkServer(cases, table);
      table.summary(report);
      return report.passed() ? 0 : 1;
    } catch (InterruptedException e) {
      throw new CommandFailed(Signals.EXIT_CODE, "interrupted");
    } catch (UnusableException e) {
      throw new CommandFailed(1, e.getMessage());
    }
  }

  private Report checkServer(List<Case> cases, CaseTable table)
      throws UnusableException, InterruptedException {
    try {
      ServerCheck check = new ServerCheck(url, timeout, parallel);
      return check.run(agent == null ? url.getAuthority() : agent, cases, table);
    } catch (IllegalArgumentException e) {
      throw misuse(e.getMessage());
    }
  }

  private Report checkClient(List<Case> cases, CaseTable table) throws InterruptedException {
    try (ClientCheck check = ClientCheck.listen(port, cases, timeout, table)) {
      stdio
          .err()
          .printf(
              "%d cases for a client at ws://localhost:%d/getCaseCount%n",
              cases.size(), check.port());
      return check.await();
    } catch (IOException e) {
      throw new CommandFailed(1, "cannot listen on port " + port + ": " + e.getMessage());
    }
  }

  private ParameterException misuse(String words) {
    return new ParameterException(spec.commandLine(), words);
  }
}
