package io.tidewire.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// What a test needs and a machine may lack.
enum Tool {
  NODE("Node's ws: install Node 20 or newer, then run npm ci --prefix e2e/node"),
  CHROMIUM("Chromium: install it"),
  FIREFOX("Firefox: install it"),
  NPM("our JavaScript client's tools: install npm, then run npm ci --prefix js"),
  CURL("curl: install it");

  private final String howToGet;

  Tool(String howToGet) {
    this.howToGet = howToGet;
  }

  String howToGet() {
    return howToGet;
  }

  boolean isHere() {
    return path().isPresent() && modules().map(Files::exists).orElse(true);
  }

  /// The program.
  String command() {
    return path().orElseThrow(() -> new IllegalStateException("missing " + howToGet)).toString();
  }

  // What npm has to have installed.
  private Optional<Path> modules() {
    return switch (this) {
      case NODE -> Optional.of(Checkout.nodeScripts().resolve("node_modules"));
      case NPM -> Optional.of(Checkout.ROOT.resolve("js/node_modules"));
      default -> Optional.empty();
    };
  }

  private Optional<Path> path() {
    return names().flatMap(Tool::onPath).filter(Files::isExecutable).findFirst();
  }

  private Stream<String> names() {
    return switch (this) {
      case NODE -> Stream.of("node");
      case CHROMIUM -> Stream.of("chromium", "chromium-browser", "google-chrome");
      case FIREFOX -> Stream.of("firefox-esr", "firefox");
      case NPM -> Stream.of("npm");
      case CURL -> Stream.of("curl");
    };
  }

  private static Stream<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name));
  }
}
