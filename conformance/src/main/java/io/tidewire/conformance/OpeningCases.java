package io.tidewire.conformance;

import java.util.List;

/// RFC 6455 §4.
final class OpeningCases {
  static final List<Case> ALL =
      List.of(
          Script.of("opening.accept", "RFC 6455 §4.2.2", "The accept value answers our key")
              .serversOnly()
              .step(
                  "the response has the Sec-WebSocket-Accept that belongs to our key",
                  peer -> has(peer, "Sec-WebSocket-Accept", Opening.accept(peer.key())))
              .closes(),
          Script.of("opening.upgrade", "RFC 6455 §4.2.2", "The response upgrades to WebSocket")
              .serversOnly()
              .step(
                  "the response has Upgrade: websocket and Connection: Upgrade, in any case",
                  peer -> {
                    has(peer, "Upgrade", "(?i)websocket");
                    has(peer, "Connection", "(?i)(.*,)?\\s*upgrade\\s*(,.*)?");
                  })
              .closes());

  private OpeningCases() {}

  private static void has(Dialogue peer, String name, String pattern) {
    List<String> values = peer.head().all(name);
    if (values.stream().noneMatch(value -> value.matches(pattern) || value.equals(pattern))) {
      peer.score().messages(Judgment.failed(name + " is " + values + " in the response"));
    }
  }
}
