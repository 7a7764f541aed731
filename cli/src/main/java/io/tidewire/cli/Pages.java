package io.tidewire.cli;

import io.tidewire.protocol.Headers;
import io.tidewire.server.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pages that a browser shows and their files: `/` with `/console/NAME`, `/compare` with
/// `/compare/NAME`. They load nothing from elsewhere, and their policy holds them to that.
final class Pages {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final Map<String, String> STARTS =
      Map.of("/", "/console/index.html", "/compare", "/compare/index.html");

  // A name has no slash and one dot only, so that it leads nowhere else.
  private static final Pattern NAME =
      Pattern.compile("/((?:console|compare)/[a-z0-9]+\\.([a-z]+))");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  // What was asked for and is there; a handful.
  private final ConcurrentMap<String, HttpResponse> known = new ConcurrentHashMap<>();

  /// The file at a path, if there is one.
  Optional<HttpResponse> find(String path) {
    Matcher name = NAME.matcher(STARTS.getOrDefault(path, path));
    if (!name.matches() || !TYPES.containsKey(name.group(2))) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        known.computeIfAbsent(name.group(1), file -> load(file, TYPES.get(name.group(2)))));
  }

  /// Null when there is no such file.
  private static HttpResponse load(String file, String type) {
    try (InputStream in = Pages.class.getResourceAsStream(file)) {
      return in == null ? null : HttpResponse.of(200, headers(type), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be read", e);
    }
  }

  private static Headers headers(String type) {
    return Headers.of(
        "Content-Type", type,
        "Content-Security-Policy", POLICY,
        "X-Content-Type-Options", "nosniff",
        "Referrer-Policy", "no-referrer",
        // Another version of the server may answer next time.
        "Cache-Control", "no-cache");
  }
}
