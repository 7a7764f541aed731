package io.tidewire.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The path of a route: literal segments, and `{name}` for a segment that may be anything but
/// empty.
record RoutePattern(String text, List<Segment> segments) {
  private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

  /// @param text the literal, or the parameter's name
  record Segment(boolean parameter, String text) {}

  /// @throws IllegalArgumentException when the pattern is malformed
  static RoutePattern parse(String text) {
    if (!text.startsWith("/")) {
      throw bad(text, "it must begin with a slash");
    }
    String[] parts = text.substring(1).split("/", -1);
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].isEmpty() && i < parts.length - 1) {
        throw bad(text, "it has an empty segment");
      }
      segments.add(segment(text, parts[i]));
    }
    RoutePattern pattern = new RoutePattern(text, List.copyOf(segments));
    if (pattern.names().stream().distinct().count() < pattern.names().size()) {
      throw bad(text, "it names a parameter twice");
    }
    return pattern;
  }

  /// The parameters' names in order.
  List<String> names() {
    return segments.stream().filter(Segment::parameter).map(Segment::text).toList();
  }

  private static Segment segment(String text, String part) {
    var parameter = PARAMETER.matcher(part);
    if (parameter.matches()) {
      return new Segment(true, parameter.group(1));
    }
    if (part.matches(".*[{}?#%].*")) {
      throw bad(
          text,
          "a segment is literal, written without percent-encoding, or wholly a {name} of letters,"
              + " digits and _");
    }
    return new Segment(false, part);
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("the route " + text + " is malformed: " + why);
  }
}
