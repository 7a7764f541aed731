package io.tidewire.e2e;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where things lie.
final class Checkout {
  /// The folder of this checkout.
  static final Path ROOT = find();

  /// For what the tests write.
  static final Path TARGET = make(ROOT.resolve("e2e/target"));

  private Checkout() {}

  /// The folder of the scripts that Node runs.
  static Path nodeScripts() {
    return ROOT.resolve("e2e/node");
  }

  /// `./tidewire` in a copy of the checkout, with what Maven has just packed and without any
  /// source: there the script finds nothing to build.
  static Path tidewire() {
    Path packed = ROOT.resolve("cli/target");
    if (!Files.exists(packed.resolve("tidewire.jar"))) {
      throw new IllegalStateException("cli/target/tidewire.jar is missing: run ./mvnw verify");
    }
    try {
      Path copy = TARGET.resolve("checkout");
      copy(ROOT.resolve(".mvn"), copy.resolve(".mvn"));
      copy(packed.resolve("tidewire.jar"), copy.resolve("target/run/tidewire.jar"));
      copy(packed.resolve("lib"), copy.resolve("target/run/lib"));
      copy(ROOT.resolve("tidewire"), copy.resolve("tidewire"));
      Files.writeString(copy.resolve("target/tidewire.built"), "");
      return copy.resolve("tidewire");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      List<Path> files = tree.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, COPY_ATTRIBUTES, REPLACE_EXISTING);
      }
    }
  }
}
