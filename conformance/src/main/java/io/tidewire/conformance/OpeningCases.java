package io.tidewire.conformance;

import java.util.List;
import java.util.stream.Stream;

/// The opening handshake (RFC 6455 §4).
final class OpeningCases {
  static final List<Case> ALL =
      Stream.of(
              AnswerCases.ALL,
              RequestLineCases.ALL,
              RequestFieldCases.ALL,
              VersionCases.ALL,
              NegotiationCases.ALL,
              RequestBytesCases.ALL,
              ClientRequestCases.ALL,
              ResponseCases.ALL,
              ResponseBytesCases.ALL)
          .flatMap(List::stream)
          .toList();

  private OpeningCases() {}

  /// A server gets a request for WebSocket that was changed.
  static Case server(
      String id, String clause, String title, Change change, ServerReaction reaction) {
    return server(id, clause, title).request(change).ends(reaction);
  }

  /// The same, with the request left to the steps.
  static Script server(String id, String clause, String title) {
    return Script.of("opening." + id, clause, title).serversOnly().opening(Opening.bare());
  }

  /// A client gets an answer to its request that was changed, and has to take it as it may.
  static Case client(
      String id, String clause, String title, Change change, ClientReaction reaction) {
    return client(id, clause, title).respond(change).ends(reaction);
  }

  /// A client gets an answer that was changed, and that is in order.
  static Case clientOpens(String id, String clause, String title, Change change) {
    return client(id, clause, title).respond(change).echo(Frame.text("opened")).closes();
  }

  /// The same, with the answer left to the steps.
  static Script client(String id, String clause, String title) {
    return Script.of("opening." + id, clause, title).clientsOnly().opening(Opening.bare());
  }
}
