package io.tidewire.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a server of the SockJS protocol tells its client.
final class SockJsFrame {
  private SockJsFrame() {}

  /// The messages in a frame: none where it opens the session or is a heartbeat.
  ///
  /// @throws IOException when it closes the session, or is no frame
  static List<String> messages(String frame) throws IOException {
    String kind = frame.substring(0, Math.min(1, frame.length()));
    return switch (kind) {
      case "o", "h" -> List.of();
      case "a" -> texts(json(frame));
      case "c" -> throw new IOException("the server closed the session: " + reason(json(frame)));
      default -> throw noFrame(frame);
    };
  }

  private static JsonNode json(String frame) throws IOException {
    try {
      return JsonMapper.shared().readTree(frame.substring(1));
    } catch (JacksonException e) {
      throw noFrame(frame);
    }
  }

  private static List<String> texts(JsonNode messages) {
    return StreamSupport.stream(messages.spliterator(), false).map(JsonNode::asString).toList();
  }

  private static String reason(JsonNode close) {
    return close.path(0).asString("") + " (" + close.path(1).asString("") + ")";
  }

  private static IOException noFrame(String frame) {
    String begin = frame.substring(0, Math.min(40, frame.length()));
    return new IOException("the server sent what is no frame of SockJS: " + begin);
  }
}
