package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// The head of a request or response that we send, line by line, so that anything can be wrong in
/// it.
///
/// @param start its first line
/// @param lines the others, without the empty one at the end
record RawHead(String start, List<String> lines) {
  private static final int ENDLESS = 1 << 20;

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

  /// With the names of all headers changed.
  RawHead renamed(UnaryOperator<String> rename) {
    return new RawHead(
        start,
        lines.stream()
            .map(line -> line.split(":", 2))
            .map(line -> rename.apply(line[0]) + ":" + line[1])
            .toList());
  }

  /// A mebibyte of lines more, one line at a time, for as long as the peer takes them.
  void sendEndlessly(Dialogue peer) {
    byte[] head = encode();
    byte[] line = ("X-Endless: " + "x".repeat(1011) + "\r\n").getBytes(ISO_8859_1);
    boolean taken = peer.sendBytes(Arrays.copyOf(head, head.length - 2), Chop.WHOLE);
    for (int sent = 0; taken && sent < ENDLESS; sent += line.length) {
      taken = peer.sendBytes(line, Chop.WHOLE);
    }
    if (taken) {
      peer.sendBytes(new byte[] {'\r', '\n'}, Chop.WHOLE);
    }
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
