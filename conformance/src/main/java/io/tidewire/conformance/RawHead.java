package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/// The head of a request or response that we send, line by line, so that anything can be wrong in
/// it.
///
/// @param start its first line
/// @param lines the others, without the empty one at the end
record RawHead(String start, List<String> lines) {
  RawHead {
    lines = List.copyOf(lines);
  }

  RawHead startingWith(String line) {
    return new RawHead(line, lines);
  }

  /// These lines, and more behind them.
  RawHead with(String... more) {
    List<String> all = new ArrayList<>(lines);
    all.addAll(List.of(more));
    return new RawHead(start, all);
  }

  /// These lines but those of a header.
  RawHead without(String name) {
    return new RawHead(start, lines.stream().filter(line -> !isOf(name, line)).toList());
  }

  /// Another line in the place of each one of a header.
  RawHead replacing(String name, String other) {
    return new RawHead(start, lines.stream().map(line -> isOf(name, line) ? other : line).toList());
  }

  byte[] encode() {
    StringBuilder head = new StringBuilder(start).append("\r\n");
    lines.forEach(line -> head.append(line).append("\r\n"));
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  private static boolean isOf(String name, String line) {
    return line.startsWith(name + ":");
  }
}
