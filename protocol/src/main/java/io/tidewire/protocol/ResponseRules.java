package io.tidewire.protocol;

import static io.tidewire.protocol.HandshakeFields.ACCEPT;
import static io.tidewire.protocol.HandshakeFields.CONNECTION;
import static io.tidewire.protocol.HandshakeFields.EXTENSIONS;
import static io.tidewire.protocol.HandshakeFields.PROTOCOL;
import static io.tidewire.protocol.HandshakeFields.UPGRADE;
import static io.tidewire.protocol.HandshakeFields.WEBSOCKET;

import io.tidewire.protocol.ClientHandshake.Accepted;
import io.tidewire.protocol.ClientHandshake.Rejected;
import io.tidewire.protocol.ClientHandshake.Result;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What RFC 6455 §4.1 demands of a server's opening handshake, one method a rule. Each gives the
/// sentence that says how its rule is broken, or nothing.
final class ResponseRules {
  private final int status;
  private final Headers headers;

  ResponseRules(ResponseHead response) {
    this.status = response.status();
    this.headers = response.headers();
  }

  Result verify(String key, List<String> subprotocols, List<Extension> offers) {
    return Stream.<Supplier<Optional<String>>>of(
            this::statusFault,
            this::upgradeFault,
            this::connectionFault,
            () -> acceptFault(key),
            () -> subprotocolFault(subprotocols),
            () -> extensionsFault(offers))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst()
        .<Result>map(Rejected::new)
        .orElseGet(this::accepted);
  }

  private Result accepted() {
    return new Accepted(headers.first(PROTOCOL), Extension.parse(headers.all(EXTENSIONS)));
  }

  private Optional<String> statusFault() {
    return unless(
        status == 101,
        "the server answered with status " + status + " and did not switch to WebSocket");
  }

  // RFC 6455 §4.1 response item 2: here, unlike in a request, no other value may stand beside it
  private Optional<String> upgradeFault() {
    List<String> protocols = headers.tokens(UPGRADE);
    boolean websocket =
        protocols.stream().allMatch(protocol -> Tokens.equalsIgnoreCase(protocol, WEBSOCKET));
    return unless(
        !protocols.isEmpty() && websocket,
        "the server switches not to websocket: " + shown(UPGRADE));
  }

  // RFC 6455 §4.1 response item 3
  private Optional<String> connectionFault() {
    return unless(
        headers.hasToken(CONNECTION, "Upgrade"),
        "the response does not say Connection: Upgrade: " + shown(CONNECTION));
  }

  // RFC 6455 §4.1 response item 4; §11.3.3: not more than once
  private Optional<String> acceptFault(String key) {
    return unless(
        headers.all(ACCEPT).equals(List.of(AcceptKey.of(key))),
        "the server does not prove that it read the key of this handshake: " + shown(ACCEPT));
  }

  // RFC 6455 §4.1 response item 6; §11.3.4: not more than once
  private Optional<String> subprotocolFault(List<String> offered) {
    List<String> chosen = headers.all(PROTOCOL);
    return unless(
        chosen.isEmpty() || (chosen.size() == 1 && offered.contains(chosen.getFirst())),
        "the server chose a subprotocol that was not offered: " + shown(PROTOCOL));
  }

  // RFC 6455 §4.1 response item 5. The field may be split (§4.2.2 step 5.6, and erratum 3433 on
  // §11.3.2).
  private Optional<String> extensionsFault(List<Extension> offers) {
    try {
      return Extension.parse(headers.all(EXTENSIONS)).stream()
          .map(Extension::name)
          .filter(name -> offers.stream().noneMatch(offer -> offer.name().equals(name)))
          .findFirst()
          .map(name -> "the server uses an extension that was not offered: " + Echo.quote(name));
    } catch (IllegalArgumentException malformed) {
      return Optional.of(malformed.getMessage());
    }
  }

  private static Optional<String> unless(boolean kept, String fault) {
    return kept ? Optional.empty() : Optional.of(fault);
  }

  private String shown(String name) {
    List<String> values = headers.all(name);
    return switch (values.size()) {
      case 0 -> "the field " + name + " is missing";
      case 1 -> "the field " + name + " is " + Echo.quote(values.getFirst());
      default ->
          "the field "
              + name
              + " came "
              + values.size()
              + " times, as "
              + Echo.quote(String.join(", ", values));
    };
  }
}
