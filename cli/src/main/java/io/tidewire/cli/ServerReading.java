package io.tidewire.cli;

import io.tidewire.protocol.Headers;
import io.tidewire.server.HttpResponse;
import io.tidewire.server.ServerFigures;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `/compare/figures` tells of a server's process at one moment.
///
/// @param nanos of the server's clock, which the feed's messages carry too
/// @param cpuNanos that the process has used
/// @param bytesRead from all of its sockets
/// @param bytesWritten to all of its sockets
/// @param feeds how many visitors of [CompareFeed] have messages coming
record ServerReading(long nanos, long cpuNanos, long bytesRead, long bytesWritten, int feeds) {
  // All answers are as long, so that what one costs can be taken off to the byte.
  private static final int LENGTH = 160;

  static ServerReading now(ServerFigures figures, int feeds) {
    return new ServerReading(
        System.nanoTime(), CpuClock.nanos(), figures.bytesRead(), figures.bytesWritten(), feeds);
  }

  HttpResponse response() {
    String json =
        "{\"nanos\":%d,\"cpuNanos\":%d,\"bytesRead\":%d,\"bytesWritten\":%d,\"feeds\":%d}"
            .formatted(nanos, cpuNanos, bytesRead, bytesWritten, feeds);
    String padded = json + " ".repeat(LENGTH - json.length());
    byte[] body = padded.getBytes(StandardCharsets.US_ASCII);
    Headers fields = Headers.of("Content-Type", "application/json", "Cache-Control", "no-store");
    return HttpResponse.of(200, fields, body);
  }

  /// @throws IllegalArgumentException when this is something else
  static ServerReading parse(String json) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(json);
      return new ServerReading(
          tree.required("nanos").longValue(),
          tree.required("cpuNanos").longValue(),
          tree.required("bytesRead").longValue(),
          tree.required("bytesWritten").longValue(),
          tree.required("feeds").intValue());
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IllegalArgumentException("these are no figures of tidewire serve", e);
    }
  }
}
