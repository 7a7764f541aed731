package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The head of an HTTP request or response, as it came.
///
/// @param start its first line
/// @param fields the other lines, in their order
record Head(String start, List<Field> fields) {
  static final Head NONE = new Head("", List.of());

  /// A header line.
  record Field(String name, String value) {}

  /// Reads a head, line by line, with its empty line or without.
  static Head parse(byte[] bytes) {
    String[] lines = new String(bytes, ISO_8859_1).split("\r?\n");
    List<Field> fields = new ArrayList<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.add(new Field(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
      }
    }
    return new Head(lines[0], List.copyOf(fields));
  }

  /// All values of a header, in order.
  List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /// The elements of a header that is a comma-separated list, of all its lines.
  List<String> tokens(String name) {
    return all(name).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .toList();
  }

  /// The first value of a header.
  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /// The status of a response, or 0 where its first line has none.
  int status() {
    String[] words = start.split(" ", -1);
    return words.length > 1 && words[1].matches("\\d{3}") ? Integer.parseInt(words[1]) : 0;
  }

  /// The target of a request, or `/` where its first line has none.
  String target() {
    String[] words = start.split(" ", -1);
    return words.length > 1 ? words[1] : "/";
  }
}
