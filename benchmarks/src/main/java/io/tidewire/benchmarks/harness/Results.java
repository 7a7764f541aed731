package io.tidewire.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// All rows that have been measured, each as it was last; in a file.
final class Results {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path file;
  private final Map<String, Measured> rows = new TreeMap<>();

  private Results(Path file) {
    this.file = file;
  }

  /// What the file holds, if it is there.
  static Results read(Path file) {
    Results results = new Results(file);
    if (Files.exists(file)) {
      JSON.readValue(file, new TypeReference<List<Measured>>() {}).forEach(results::put);
    }
    return results;
  }

  void put(Measured measured) {
    rows.put(measured.row(), measured);
  }

  Optional<Measured> row(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  void write() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, JSON.writeValueAsString(List.copyOf(rows.values())) + "\n");
  }
}
