package io.tidewire.conformance;

import java.util.function.UnaryOperator;

/// What is done to a head that was in order.
///
/// @param words what, for a person
record Change(String words, UnaryOperator<RawHead> to) {
  static final Change NONE = new Change("in order", UnaryOperator.identity());

  /// One more line at the end.
  static Change with(String line) {
    return new Change("with " + line, head -> head.with(line));
  }

  static Change without(String name) {
    return new Change("without " + name, head -> head.without(name));
  }

  /// A line in the place of that of a header. It need not be one of the same header.
  static Change replacing(String name, String line) {
    return new Change("with " + shown(line) + " for " + name, head -> head.replacing(name, line));
  }

  /// Another value of a header.
  static Change value(String name, String value) {
    return replacing(name, name + ": " + value);
  }

  /// Other words in the first line.
  static Change start(String from, String to) {
    return new Change(
        "with " + shown(to) + " for " + from.strip() + " in the first line",
        head -> head.startingWith(head.start().replace(from, to)));
  }

  Change and(Change next) {
    return new Change(words + ", " + next.words, head -> next.to.apply(to.apply(head)));
  }

  private static String shown(String line) {
    String visible = line.replace("\r\n", "\\r\\n").replace("\t", "\\t");
    return visible.length() > 60 ? visible.substring(0, 60) + "..." : visible;
  }
}
