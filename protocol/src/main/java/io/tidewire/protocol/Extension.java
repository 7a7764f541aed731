package io.tidewire.protocol;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// An extension as `Sec-WebSocket-Extensions` offers or accepts it (RFC 6455 §9.1).
///
/// @param name a token, such as `permessage-deflate`
/// @param parameters the parameters in their order; what repeated ones mean is for the extension to
///   say
public record Extension(String name, List<Parameter> parameters) {
  /// @throws IllegalArgumentException when the name is no token
  public Extension {
    Tokens.requireToken("the name of an extension", name);
    parameters = List.copyOf(parameters);
  }

  /// A parameter of an extension.
  ///
  /// @param name a token
  /// @param value a token, or empty for a parameter that is only a name
  public record Parameter(String name, Optional<String> value) {
    /// @throws IllegalArgumentException when the name or the value is no token
    public Parameter {
      Tokens.requireToken("the name of an extension parameter", name);
      value.ifPresent(text -> Tokens.requireToken("the value of " + name, text));
    }

    @Override
    public String toString() {
      return value.map(text -> name + "=" + text).orElse(name);
    }
  }

  /// Reads the values of all `Sec-WebSocket-Extensions` fields of one head as the one list that
  /// they are.
  ///
  /// @return the extensions in their order; empty only when there was no field
  /// @throws IllegalArgumentException when a value breaks the grammar; the message says what and
  ///   where. Values come from the peer, so a caller has to expect it
  public static List<Extension> parse(List<String> headerValues) {
    return ExtensionParser.parse(Objects.requireNonNull(headerValues));
  }

  /// The value of one field that lists these extensions. Quotes are never needed.
  public static String format(List<Extension> extensions) {
    return extensions.stream().map(Extension::toString).collect(Collectors.joining(", "));
  }

  /// As it stands in the field, such as `permessage-deflate; client_max_window_bits=15`.
  @Override
  public String toString() {
    return parameters.stream()
        .map(parameter -> "; " + parameter)
        .collect(Collectors.joining("", name, ""));
  }
}
