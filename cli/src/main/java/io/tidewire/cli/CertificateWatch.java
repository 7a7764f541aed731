package io.tidewire.cli;

import io.tidewire.server.ServerTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks at the files of a certificate, and puts to use what they hold once that has changed.
///
/// It reads them instead of being told: what a system tells of changes differs, and says nothing of
/// a name that leads through links when one of those is replaced, which is how certificates are
/// mostly renewed. Not safe for several threads.
final class CertificateWatch {
  private final List<Path> files;
  private final Supplier<ServerTls> read;
  // What was there at the last look, and what was used or refused last.
  private List<String> seen;
  private List<String> tried;

  /// @param read makes what is spoken of the files, or throws what [ServerTls#pem] throws
  CertificateWatch(List<Path> files, Supplier<ServerTls> read) {
    this.files = files;
    this.read = read;
    seen = contents();
    tried = seen;
  }

  /// Looks once.
  ///
  /// @param use gets what the files hold, where they hold something new; may refuse it with an
  ///   `IllegalArgumentException`
  /// @return what came of it in a line, empty when nothing changed
  String look(Consumer<ServerTls> use) {
    List<String> now = contents();
    // Certificate and key come one after the other: so they count once they stay as they are.
    boolean settled = now.equals(seen);
    seen = now;
    if (!settled || now.equals(tried)) {
      return "";
    }
    tried = now;
    return tryOut(use);
  }

  private String tryOut(Consumer<ServerTls> use) {
    try {
      use.accept(read.get());
      return files.getFirst() + " has changed: new connections get the new certificate";
    } catch (IllegalArgumentException e) {
      return "the old certificate stays, for the new one cannot be used: " + e.getMessage();
    }
  }

  private List<String> contents() {
    return files.stream().map(CertificateWatch::content).toList();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // Whoever reads it to use it says why.
    }
  }
}
