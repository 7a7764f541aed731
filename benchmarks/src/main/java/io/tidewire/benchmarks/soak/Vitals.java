package io.tidewire.benchmarks.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/// What a process held at one moment.
///
/// @param values by what they count, in the order of [Vital]
record Vitals(Map<Vital, Long> values) {

  /// Of this process, after a collection. Nothing is to be going on.
  static Vitals now() throws IOException {
    // What the first one has finalized or cleaned is gone after the second.
    System.gc();
    System.gc();
    trim();
    Map<Vital, Long> values = new EnumMap<>(Vital.class);
    for (Vital vital : Vital.values()) {
      values.put(vital, vital.now());
    }
    return new Vitals(values);
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
    Iterator<String> parts = List.of(line.split(" ", -1)).iterator();
    Map<Vital, Long> values = new EnumMap<>(Vital.class);
    for (Vital vital : Vital.values()) {
      values.put(vital, Long.valueOf(parts.next()));
    }
    return new Vitals(values);
  }

  long of(Vital vital) {
    return values.get(vital);
  }

  @Override
  public String toString() {
    return values.values().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
