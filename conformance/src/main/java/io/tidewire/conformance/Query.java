package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// What a client under test asks for.
record Query(String path, Map<String, String> parameters) {
  static final byte[] NOT_FOUND =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

  static Query of(String target) {
    String[] parts = target.split("[?]", 2);
    String query = parts.length > 1 ? parts[1] : "";
    return new Query(
        parts[0],
        Arrays.stream(query.split("&"))
            .map(pair -> pair.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair[1]), (a, _) -> a)));
  }

  String parameter(String name, String absent) {
    return parameters.getOrDefault(name, absent);
  }

  /// The value of a parameter, or 0 where it is not a number.
  int number(String name) {
    String value = parameter(name, "");
    return value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
  }

  private static String decode(String value) {
    try {
      return URLDecoder.decode(value, UTF_8);
    } catch (IllegalArgumentException e) {
      return value; // a stray percent sign is a name like any other
    }
  }
}
