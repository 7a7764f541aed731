package io.tidewire.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Optional;

/// The standard streams of a command.
///
/// @param out bytes, whose writing fails when the reader of a pipe has gone
/// @param err text for a person
/// @param terminal whether a person types and reads; otherwise there is a pipe or a file
record Stdio(InputStream in, OutputStream out, PrintWriter err, boolean terminal) {

  /// Those of this process. `System.out` is left out of it: it keeps failures to itself.
  static Stdio ofProcess() {
    return new Stdio(
        System.in,
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 << 10),
        new PrintWriter(System.err, true, System.err.charset()),
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }
}
