package io.tidewire.fallback;

import java.util.Arrays;
import java.util.Optional;

/// What frames travel by.
enum Style {
  /// One frame, once there is one.
  XHR("xhr", "POST", Style.SCRIPT, true),
  /// One frame, at once: a heartbeat where there is nothing else. Not part of SockJS.
  POLL("poll", "POST", Style.SCRIPT, true),
  /// Frames as they come.
  XHR_STREAMING("xhr_streaming", "POST", Style.SCRIPT, false),
  /// Frames as server-sent events.
  EVENTSOURCE("eventsource", "GET", "text/event-stream; charset=UTF-8", false),
  /// Frames as scripts of a page that does not end.
  HTMLFILE("htmlfile", "GET", "text/html; charset=UTF-8", false),
  /// One frame, as the call of a script, once there is one.
  JSONP("jsonp", "GET", Style.SCRIPT, true),
  /// Frames as the messages of a WebSocket.
  WEBSOCKET("sockjs-websocket", "GET", "", false);

  private static final String SCRIPT = "application/javascript; charset=UTF-8";

  final String path;
  final String method;
  final String type;
  // Whether it ends with its first frame.
  final boolean once;

  Style(String path, String method, String type, boolean once) {
    this.path = path;
    this.method = method;
    this.type = type;
    this.once = once;
  }

  /// That of a receiving request.
  static Optional<Style> of(String path) {
    return Arrays.stream(values())
        .filter(style -> style != WEBSOCKET && style.path.equals(path))
        .findFirst();
  }

  /// Whether the request names a script that gets the frames.
  boolean takesCallback() {
    return this == HTMLFILE || this == JSONP;
  }

  /// What comes before the first frame: it makes up for browsers that hold back a beginning.
  String prelude(String callback) {
    return switch (this) {
      case XHR_STREAMING -> "h".repeat(2048) + "\n";
      case EVENTSOURCE -> "\r\n";
      case HTMLFILE -> Pages.htmlFile(callback);
      default -> "";
    };
  }

  String wrap(String frame, String callback) {
    return switch (this) {
      case XHR, POLL, XHR_STREAMING -> frame + "\n";
      case EVENTSOURCE -> "data: " + frame + "\r\n\r\n";
      case HTMLFILE -> "<script>\np(" + Frames.script(frame) + ");\n</script>\r\n";
      // What comes first keeps the response from being taken for anything but a script.
      case JSONP -> "/**/" + callback + "(" + Frames.script(frame) + ");\r\n";
      case WEBSOCKET -> frame;
    };
  }
}
