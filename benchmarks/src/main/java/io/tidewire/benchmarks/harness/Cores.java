package io.tidewire.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which processor cores a process runs on, for `taskset`.
enum Cores {
  SERVER("0"),
  GENERATOR("1"),
  BOTH("0,1");

  private static final List<String> JAVA =
      List.of(
          System.getProperty("java.home") + "/bin/java",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC");

  private final String list;

  Cores(String list) {
    this.list = list;
  }

  /// Starts a class of this program in a JVM of its own. What it says on standard error goes to a
  /// file.
  Process java(File log, List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", list));
    Stream.of(JAVA, flags, List.of("-cp", System.getProperty("java.class.path"), main.getName()))
        .forEach(command::addAll);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log)).start();
  }
}
