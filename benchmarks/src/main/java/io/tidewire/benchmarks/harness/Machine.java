package io.tidewire.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where a row was measured.
record Machine(String processor, int cores, String kernel, String jvm) {

  static Machine here() throws IOException {
    return new Machine(
        processor(Files.readAllLines(Path.of("/proc/cpuinfo"))),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
  }

  /// The first `model name` of `/proc/cpuinfo`.
  static String processor(List<String> cpuinfo) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("unknown processor");
  }
}
