package io.tidewire.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A request target (RFC 9112 §3.2), taken apart and percent-decoded.
///
/// @param path the whole path, decoded
/// @param segments what lies between the path's slashes; each decoded after the path was cut, so
///   that an encoded slash does not cut it
/// @param query the query's parameters in order; one without `=` has an empty value
record Target(String path, List<String> segments, Map<String, List<String>> query) {
  // Absolute form: what comes before the path says where the client thinks it connected to.
  private static final Pattern AUTHORITY = Pattern.compile("^(?i)https?://[^/?]*");

  static Target parse(String raw) throws RefusedException {
    String text = AUTHORITY.matcher(raw).replaceFirst("");
    int mark = text.indexOf('?');
    String path = mark < 0 ? text : text.substring(0, mark);
    String query = mark < 0 ? "" : text.substring(mark + 1);
    if (path.isEmpty() && !text.equals(raw)) {
      path = "/";
    }
    if (path.equals("*")) {
      return new Target(path, List.of(), Map.of());
    }
    if (!path.startsWith("/") || text.indexOf('#') >= 0) {
      throw bad("the request target must be a path, or an http or https URI without a fragment");
    }
    List<String> segments = segments(path);
    return new Target("/" + String.join("/", segments), segments, query(query));
  }

  /// One that is malformed, as it came.
  static Target raw(String text) {
    return new Target(text, List.of(), Map.of());
  }

  /// This target without its last segments.
  Target cut(int count) {
    List<String> left = segments.subList(0, segments.size() - count);
    return new Target("/" + String.join("/", left), left, query);
  }

  /// The last segments.
  List<String> last(int count) {
    return segments.subList(segments.size() - count, segments.size());
  }

  private static List<String> segments(String path) throws RefusedException {
    List<String> segments = new ArrayList<>();
    for (String raw : path.substring(1).split("/", -1)) {
      segments.add(segment(raw));
    }
    return List.copyOf(segments);
  }

  private static String segment(String raw) throws RefusedException {
    String segment = decode(raw, "path");
    // What a hook makes a file name of must not lead out of its folder, also not by %2e%2e%2f.
    for (String part : segment.split("[/\\\\]", -1)) {
      if (part.equals(".") || part.equals("..")) {
        throw bad("the path must not hold . or .. as a segment");
      }
    }
    return segment;
  }

  private static Map<String, List<String>> query(String raw) throws RefusedException {
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = parameter(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : parameter(pair.substring(equals + 1));
      query.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    query.replaceAll((name, values) -> List.copyOf(values));
    return Collections.unmodifiableMap(query);
  }

  // Browsers write a space in a query as a plus (application/x-www-form-urlencoded).
  private static String parameter(String raw) throws RefusedException {
    return decode(raw.replace('+', ' '), "query");
  }

  private static String decode(String raw, String where) throws RefusedException {
    if (raw.indexOf('%') < 0 && raw.chars().allMatch(c -> c < 0x80)) {
      return raw;
    }
    ByteBuffer bytes = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.put(hex(raw, i + 1, where));
        i += 2;
      } else {
        bytes.put((byte) c);
      }
    }
    return utf8(bytes.flip(), where);
  }

  private static byte hex(String raw, int at, String where) throws RefusedException {
    int high = at < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
    int low = at + 1 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
    if (high < 0 || low < 0) {
      throw bad("the " + where + " holds a % that two hexadecimal digits do not follow");
    }
    return (byte) ((high << 4) | low);
  }

  private static String utf8(ByteBuffer bytes, String where) throws RefusedException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (text.indexOf('\0') >= 0) {
        throw bad("the " + where + " holds a NUL character");
      }
      return text;
    } catch (CharacterCodingException malformed) {
      throw bad("the " + where + " is not UTF-8 once percent-decoded");
    }
  }

  private static RefusedException bad(String line) {
    return new RefusedException(400, line);
  }
}
