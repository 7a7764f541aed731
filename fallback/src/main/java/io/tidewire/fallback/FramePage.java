package io.tidewire.fallback;

import io.tidewire.protocol.Headers;
import io.tidewire.protocol.OriginRule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// The page that a client of another origin loads into a frame, to ask from there. It asks as one
/// of this server's own pages, so it may stand in those pages alone that may connect themselves.
record FramePage(String html, String tag) {

  static FramePage of(String script) {
    String html = Pages.frame(script);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(html.getBytes(StandardCharsets.UTF_8));
      return new FramePage(html, '"' + HexFormat.of().formatHex(hash, 0, 16) + '"');
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible); // each Java platform has it
    }
  }

  /// Who may have it in a frame.
  static Headers guard(OriginRule origins) {
    return origins
        .listed()
        .map(names ->
            Headers.of(
                "Content-Security-Policy",
                names.stream()
                    .collect(Collectors.joining(" ", "frame-ancestors 'self' ", ""))
                    .trim()))
        .orElse(Headers.EMPTY);
  }
}
