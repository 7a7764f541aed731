package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One element of `Sec-WebSocket-Extensions` (RFC 6455 §9.1), in an offer or in an answer.
record OfferedExtension(String name, List<Parameter> parameters) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String SPACE = "[ \\t]*";
  private static final Pattern NAME = Pattern.compile(SPACE + "(" + TOKEN + ")" + SPACE);
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";" + NAME + "(?:=" + SPACE + "(?:(" + TOKEN + ")|\"(" + TOKEN + ")\")" + SPACE + ")?");

  /// @param value unquoted
  record Parameter(String name, Optional<String> value) {}

  /// All elements of all values of the header, or empty where one is against the grammar.
  static Optional<List<OfferedExtension>> parse(List<String> values) {
    List<OfferedExtension> all = new ArrayList<>();
    for (String value : values) {
      for (String element : value.split(",", -1)) {
        Optional<OfferedExtension> parsed = parse(element);
        if (parsed.isEmpty()) {
          return Optional.empty();
        }
        all.add(parsed.get());
      }
    }
    return Optional.of(all);
  }

  private static Optional<OfferedExtension> parse(String element) {
    Matcher name = NAME.matcher(element);
    if (!name.lookingAt()) {
      return Optional.empty();
    }
    List<Parameter> parameters = new ArrayList<>();
    Matcher parameter = PARAMETER.matcher(element).region(name.end(), element.length());
    int end = name.end();
    while (parameter.lookingAt()) {
      Optional<String> value =
          Optional.ofNullable(parameter.group(2) == null ? parameter.group(3) : parameter.group(2));
      parameters.add(new Parameter(parameter.group(1), value));
      end = parameter.end();
      parameter.region(end, element.length());
    }
    return element.substring(end).isBlank()
        ? Optional.of(new OfferedExtension(name.group(1), List.copyOf(parameters)))
        : Optional.empty();
  }
}
