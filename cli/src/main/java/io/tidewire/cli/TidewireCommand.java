package io.tidewire.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `tidewire`, whose work is in its subcommands.
@Command(
    name = "tidewire",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpWidth = 100,
    header = "WebSocket servers and clients from the command line.",
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidewire serve                              a server to try things out on",
      "  tidewire connect ws://localhost:8080/echo   talk to it",
      "  tidewire bench ws://localhost:8080/echo     see how fast it is",
      "  tidewire check ws://localhost:8080/echo     how it keeps the rules",
      "  tidewire compare http://localhost:8080      what WebSocket saves beside polling",
      "  tidewire serve --help                       all about one command",
    })
final class TidewireCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /// Runs the command.
  ///
  /// @return its exit code
  static int run(Stdio stdio, String... arguments) {
    return commandLine(stdio).execute(arguments);
  }

  static CommandLine commandLine(Stdio stdio) {
    return new CommandLine(new TidewireCommand())
        .addSubcommand(new ServeCommand())
        .addSubcommand(new ConnectCommand(stdio))
        .addSubcommand(new BenchCommand(stdio))
        .addSubcommand(new CheckCommand(stdio))
        .addSubcommand(new CompareCommand(stdio))
        .addSubcommand(new CompletionCommand())
        .setOut(new PrintWriter(stdio.out(), true, StandardCharsets.UTF_8))
        .setErr(stdio.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(TidewireCommand::misused)
        .setExecutionExceptionHandler(TidewireCommand::failed);
  }

  /// Without a command there is nothing to do but to say which there are.
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  private static int misused(ParameterException misuse, String[] arguments) {
    CommandLine command = misuse.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + oneLine(misuse) + " (see " + name + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  private static String oneLine(ParameterException misuse) {
    String problem = String.valueOf(misuse.getMessage()).lines().findFirst().orElse("wrong usage");
    return misuse instanceof UnmatchedArgumentException unmatched
        ? problem + suggestion(unmatched.getSuggestions())
        : problem;
  }

  private static String suggestion(List<String> similar) {
    return similar.isEmpty() ? "" : ", perhaps " + similar.getFirst() + " was meant";
  }

  /// What went wrong in an expected way is one line. Anything else is a fault of this program, and
  /// picocli shows where.
  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (failure instanceof CommandFailed expected) {
      String name = command.getCommandSpec().qualifiedName();
      command.getErr().println(name + ": " + expected.getMessage());
      return expected.exitCode();
    }
    throw failure;
  }
}
