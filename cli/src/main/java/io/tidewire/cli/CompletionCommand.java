package io.tidewire.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints the script with which a shell completes this command.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpWidth = 100,
    header = "Print the script with which bash or zsh completes this command.",
    optionListHeading = "%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(tidewire completion)                  in this shell",
      "  tidewire completion >> ~/.bash_completion      in every bash to come",
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("tidewire", spec.root().commandLine()));
    out.flush();
  }
}
