package io.tidewire.fallback;

import java.util.Arrays;
import java.util.Optional;

/// How a receiving request is answered.
enum Style {
  /// One frame, once there is one.
  XHR("xhr", "POST", "application/javascript; charset=UTF-8", "", "%s\n", true),
  /// One frame, at once: a heartbeat where there is nothing else. Not part of SockJS.
  POLL("poll", "POST", "application/javascript; charset=UTF-8", "", "%s\n", true),
  /// Frames as they come. What comes first makes up for browsers that hold back a beginning.
  XHR_STREAMING(
      "xhr_streaming",
      "POST",
      "application/javascript; charset=UTF-8",
      "h".repeat(2048) + "\n",
      "%s\n",
      false),
  /// Frames as server-sent events.
  EVENTSOURCE(
      "eventsource", "GET", "text/event-stream; charset=UTF-8", "\r\n", "data: %s\r\n\r\n", false);

  final String path;
  final String method;
  final String type;
  final String prelude;
  // Whether it ends with its first frame.
  final boolean once;
  private final String before;
  private final String after;

  Style(String path, String method, String type, String prelude, String frame, boolean once) {
    this.path = path;
    this.method = method;
    this.type = type;
    this.prelude = prelude;
    this.once = once;
    int at = frame.indexOf("%s");
    before = frame.substring(0, at);
    after = frame.substring(at + 2);
  }

  static Optional<Style> of(String path) {
    return Arrays.stream(values()).filter(style -> style.path.equals(path)).findFirst();
  }

  String wrap(String frame) {
    return before + frame + after;
  }
}
