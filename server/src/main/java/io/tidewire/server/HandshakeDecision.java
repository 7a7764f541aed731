package io.tidewire.server;

import io.tidewire.protocol.Headers;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a handshake policy decides about a request that keeps all rules of RFC 6455 and whose
/// origin and route are known.
public sealed interface HandshakeDecision {

  /// Accepts. The subprotocol is then the first in the client's order that the route speaks, unless
  /// [Accept#subprotocol(String)] names another.
  static Accept accept() {
    return new Accept(Optional.empty(), Headers.EMPTY, Map.of());
  }

  /// Refuses with one line of plain text, which should say what to do.
  ///
  /// @param status 300 to 599: 401 where credentials are missing, 403 where they do not suffice
  /// @throws IllegalArgumentException for another status
  static Refuse refuse(int status, String line) {
    return new Refuse(HttpResponse.text(status, line + "\n"));
  }

  /// Refuses with any response, for other headers or another kind of body. Browsers show a page
  /// nothing of it; other clients do.
  ///
  /// @throws IllegalArgumentException when its status is below 300
  static Refuse refuse(HttpResponse response) {
    return new Refuse(response);
  }

  /// Lets the connection open.
  ///
  /// @param subprotocol the one to speak; empty to leave the choice to the route
  /// @param headers fields for the 101 response, such as `Set-Cookie`
  /// @param attributes what [io.tidewire.WebSocket#attributes] holds from the start, such as who
  ///   the user is
  record Accept(Optional<String> subprotocol, Headers headers, Map<String, Object> attributes)
      implements HandshakeDecision {
    public Accept {
      Objects.requireNonNull(subprotocol);
      Objects.requireNonNull(headers);
      attributes = Map.copyOf(attributes);
    }

    /// With this subprotocol, which the client has to have offered: see
    /// [io.tidewire.HandshakeRequest#subprotocols].
    public Accept subprotocol(String name) {
      return new Accept(Optional.of(name), headers, attributes);
    }

    /// With one more field in the 101 response.
    ///
    /// @throws IllegalArgumentException when the name or the value is not legal
    public Accept header(String name, String value) {
      return new Accept(subprotocol, headers.with(name, value), attributes);
    }

    /// With an attribute for the connection.
    public Accept attribute(String name, Object value) {
      Map<String, Object> more = new HashMap<>(attributes);
      more.put(name, value);
      return new Accept(subprotocol, headers, more);
    }
  }

  /// Keeps the connection from opening.
  ///
  /// @param response what the client gets
  record Refuse(HttpResponse response) implements HandshakeDecision {
    public Refuse {
      if (response.status() < 300) {
        throw new IllegalArgumentException(
            "a refusal has a status of 300 to 599, not " + response.status());
      }
    }
  }
}
