package io.tidewire.fallback;

import java.util.regex.Pattern;

/// The pages that browsers are given, and the scripts named in them.
final class Pages {
  // Browsers show a page's beginning once they have so much of it.
  private static final int SHOWN = 1024;
  private static final Pattern CALLBACK = Pattern.compile("[A-Za-z0-9_.]{1,128}");

  private Pages() {}

  /// Whether this may stand in a script as the name of a function.
  static boolean isCallback(String name) {
    return CALLBACK.matcher(name).matches();
  }

  /// The beginning of a page in a frame, whose scripts call that object of the page around it.
  static String htmlFile(String callback) {
    String page =
        """
        <!DOCTYPE html>
        <html>
        <head><meta charset="UTF-8"><title>messages</title></head>
        <body>
        <script>
        var c = parent.%s;
        c.start();
        function p(frame) { c.message(frame); }
        window.onload = c.stop;
        </script>
        """
            .formatted(callback);
    return page + " ".repeat(Math.max(0, SHOWN - page.length())) + "\r\n\r\n";
  }

  /// The page that a client of another origin loads into a frame, to ask from there.
  ///
  /// @param script where the browser gets `sockjs-client`
  static String frame(String script) {
    return """
    <!DOCTYPE html>
    <html>
    <head>
    <meta charset="UTF-8"><title>messages</title>
    <script src="%s"></script>
    <script>SockJS.bootstrap_iframe();</script>
    </head>
    <body>A page of another site receives messages through this one.</body>
    </html>
    """
        .formatted(attribute(script));
  }

  private static String attribute(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
