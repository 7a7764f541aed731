package io.tidewire.deflate;

import io.tidewire.protocol.Extension;
import io.tidewire.protocol.Extension.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The four parameters of permessage-deflate as they stand in an offer or in a response (RFC 7692
/// §7.1).
///
/// @param serverMaxWindowBits 8 to 15, or [#ABSENT]
/// @param clientMaxWindowBits 8 to 15, [#ABSENT] or, in an offer alone, [#NO_VALUE]
record Terms(
    boolean serverNoContextTakeover,
    boolean clientNoContextTakeover,
    int serverMaxWindowBits,
    int clientMaxWindowBits) {

  static final String NAME = "permessage-deflate";

  static final int ABSENT = 0;
  static final int NO_VALUE = -1;

  static final int MIN_WINDOW_BITS = 8;
  static final int MAX_WINDOW_BITS = 15;

  private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
  private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
  private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
  private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

  /// @throws TermsException for what RFC 7692 §7.1 has an endpoint decline or fail on: a parameter
  ///   it does not know, a value that is not allowed, a parameter that comes twice
  static Terms read(Extension extension) throws TermsException {
    Terms terms = new Terms(false, false, ABSENT, ABSENT);
    Set<String> seen = new HashSet<>();
    for (Parameter parameter : extension.parameters()) {
      if (!seen.add(parameter.name())) {
        throw new TermsException("the parameter " + parameter.name() + " comes twice");
      }
      terms = terms.with(parameter);
    }
    return terms;
  }

  private Terms with(Parameter parameter) throws TermsException {
    int server = serverMaxWindowBits;
    int client = clientMaxWindowBits;
    return switch (parameter.name()) {
      case SERVER_NO_CONTEXT_TAKEOVER -> {
        requireNoValue(parameter);
        yield new Terms(true, clientNoContextTakeover, server, client);
      }
      case CLIENT_NO_CONTEXT_TAKEOVER -> {
        requireNoValue(parameter);
        yield new Terms(serverNoContextTakeover, true, server, client);
      }
      case SERVER_MAX_WINDOW_BITS ->
          new Terms(
              serverNoContextTakeover, clientNoContextTakeover, windowBits(parameter), client);
      case CLIENT_MAX_WINDOW_BITS ->
          new Terms(
              serverNoContextTakeover,
              clientNoContextTakeover,
              server,
              parameter.value().isEmpty() ? NO_VALUE : windowBits(parameter));
      default -> throw new TermsException("the parameter " + parameter.name() + " is unknown");
    };
  }

  private static void requireNoValue(Parameter parameter) throws TermsException {
    if (parameter.value().isPresent()) {
      throw new TermsException("the parameter " + parameter.name() + " must have no value");
    }
  }

  // RFC 7692 §7.1.2: "a decimal integer value without leading zeroes between 8 to 15, inclusive"
  private static int windowBits(Parameter parameter) throws TermsException {
    return switch (parameter.value().orElse("")) {
      case "8" -> 8;
      case "9" -> 9;
      case "10" -> 10;
      case "11" -> 11;
      case "12" -> 12;
      case "13" -> 13;
      case "14" -> 14;
      case "15" -> 15;
      default ->
          throw new TermsException(
              "the parameter " + parameter.name() + " must have a value from 8 to 15");
    };
  }

  Extension toExtension() {
    List<Parameter> parameters = new ArrayList<>();
    if (serverNoContextTakeover) {
      parameters.add(new Parameter(SERVER_NO_CONTEXT_TAKEOVER, Optional.empty()));
    }
    if (clientNoContextTakeover) {
      parameters.add(new Parameter(CLIENT_NO_CONTEXT_TAKEOVER, Optional.empty()));
    }
    if (serverMaxWindowBits != ABSENT) {
      parameters.add(bits(SERVER_MAX_WINDOW_BITS, serverMaxWindowBits));
    }
    if (clientMaxWindowBits != ABSENT) {
      parameters.add(bits(CLIENT_MAX_WINDOW_BITS, clientMaxWindowBits));
    }
    return new Extension(NAME, parameters);
  }

  private static Parameter bits(String name, int value) {
    return new Parameter(
        name, value == NO_VALUE ? Optional.empty() : Optional.of(Integer.toString(value)));
  }

  /// The window that a parameter of these bits leaves: the largest one when it does not limit it.
  static int limit(int bits) {
    return bits == ABSENT || bits == NO_VALUE ? MAX_WINDOW_BITS : bits;
  }
}
