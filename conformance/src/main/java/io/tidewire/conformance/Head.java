package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The head of an HTTP request or response, as it came.
///
/// @param start its first line
/// @param fields the other lines, in their order, read as leniently as they can be
/// @param faults what the grammar of HTTP has no place for, in words
record Head(String start, List<Field> fields, List<String> faults) {
  static final Head NONE = new Head("", List.of(), List.of());

  private static final Pattern BARE_LF = Pattern.compile("(?<!\\r)\\n");

  /// A header line.
  record Field(String name, String value) {}

  /// Reads a head, line by line, with its empty line or without.
  static Head parse(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    List<String> lines = Arrays.asList(text.split("\r?\n"));
    List<Field> fields = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    if (BARE_LF.matcher(text).find()) {
      faults.add("a line ends with a line feed alone (RFC 9112 §2.1)");
    }
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.add(new Field(line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
      }
      fault(line, colon).ifPresent(faults::add);
    }
    return new Head(lines.getFirst(), List.copyOf(fields), List.copyOf(faults));
  }

  private static Optional<String> fault(String line, int colon) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      return Optional.of("a folded line (RFC 9112 §5.2): " + line);
    } else if (colon <= 0) {
      return Optional.of("a line without a name and a colon (RFC 9112 §5): " + line);
    }
    boolean spaced = Character.isWhitespace(line.charAt(colon - 1));
    return spaced
        ? Optional.of("a space before a colon (RFC 9112 §5.1): " + line)
        : Optional.empty();
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
