package io.tidewire.benchmarks.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/// What a process held at one moment.
///
/// @param values in the order of [Vital]
record Vitals(List<Long> values) {

  /// Of this process, after a collection. Nothing is to be going on.
  static Vitals now() throws IOException {
    // What the first one has finalized or cleaned is gone after the second.
    System.gc();
    System.gc();
    trim();
    List<Long> values = new ArrayList<>();
    for (Vital vital : Vital.values()) {
      values.add(vital.now());
    }
    return new Vitals(List.copyOf(values));
  }

  // Gives back what malloc keeps of what was freed: on Linux more than is in use, and ever more.
  private static void trim() throws IOException {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "systemTrimNativeHeap",
              new Object[0],
              new String[0]);
    } catch (JMException e) {
      throw new IOException("this JVM cannot trim malloc's heap", e);
    }
  }

  /// What [#toString] made.
  static Vitals parse(String line) {
    return new Vitals(Stream.of(line.split(" ")).map(Long::valueOf).toList());
  }

  long of(Vital vital) {
    return values.get(vital.ordinal());
  }

  @Override
  public String toString() {
    return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
