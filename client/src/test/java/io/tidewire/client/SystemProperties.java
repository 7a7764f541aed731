package io.tidewire.client;

import java.util.HashMap;
import java.util.Map;

/// Sets system properties until it is closed.
final class SystemProperties implements AutoCloseable {
  private final Map<String, String> before = new HashMap<>();

  private SystemProperties() {}

  static SystemProperties set(Object... namesAndValues) {
    SystemProperties properties = new SystemProperties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = (String) namesAndValues[i];
      properties.before.put(name, System.setProperty(name, namesAndValues[i + 1].toString()));
    }
    return properties;
  }

  @Override
  public void close() {
    before.forEach(SystemProperties::restore);
  }

  private static void restore(String name, String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }
}
