package io.tidewire.conformance;

import java.util.List;

/// What a server's answer to a request in order has to hold (RFC 6455 §4.2.2).
final class AnswerCases {
  private static final String CLAUSE = "RFC 6455 §4.2.2";

  static final List<Case> ALL =
      List.of(
          holds(
              "accept",
              "The accept value answers our key",
              peer -> only(peer, "Sec-WebSocket-Accept", Opening.accept(peer.key()))),
          holds("upgrade", "The answer has Upgrade: websocket, once", AnswerCases::upgrade),
          holds("connection", "The answer has Connection: Upgrade", AnswerCases::connection),
          holds(
              "answer.status-line",
              "The answer is one of HTTP/1.1",
              peer ->
                  judge(peer, peer.head().start().startsWith("HTTP/1.1 101 "), "the status line")),
          holds(
              "answer.no-subprotocol",
              "No subprotocol was offered",
              peer -> none(peer, "Protocol")),
          holds(
              "answer.no-extension", "No extension was offered", peer -> none(peer, "Extensions")),
          Script.of("opening.answer.head", "RFC 9112 §5", "The answer's head is in the grammar")
              .serversOnly()
              .step("the answer: its lines are in the grammar", AnswerCases::head)
              .closes(),
          Script.of("opening.answer.no-body", "RFC 9110 §8.6", "A 101 announces no body")
              .serversOnly()
              .step(
                  "the answer has neither Content-Length nor Transfer-Encoding", AnswerCases::body)
              .closes());

  private AnswerCases() {}

  private static Case holds(String id, String title, Step.Action check) {
    return Script.of("opening." + id, CLAUSE, title)
        .serversOnly()
        .step("the answer: " + title, check)
        .closes();
  }

  private static void head(Dialogue peer) {
    List<String> faults = peer.head().faults();
    judge(peer, faults.isEmpty(), String.join(", ", faults));
  }

  private static void upgrade(Dialogue peer) {
    List<String> values = peer.head().all("Upgrade");
    boolean sound = values.size() == 1 && values.getFirst().equalsIgnoreCase("websocket");
    judge(peer, sound, "Upgrade " + values);
  }

  private static void connection(Dialogue peer) {
    List<String> tokens = peer.head().tokens("Connection");
    judge(peer, tokens.stream().anyMatch("upgrade"::equalsIgnoreCase), "Connection " + tokens);
  }

  private static void body(Dialogue peer) {
    List<String> announced =
        List.of("Content-Length", "Transfer-Encoding").stream()
            .filter(name -> peer.head().first(name).isPresent())
            .toList();
    judge(peer, announced.isEmpty(), "the header lines " + announced);
  }

  private static void only(Dialogue peer, String name, String value) {
    List<String> values = peer.head().all(name);
    judge(peer, values.equals(List.of(value)), name + " " + values);
  }

  private static void none(Dialogue peer, String what) {
    List<String> values = peer.head().all("Sec-WebSocket-" + what);
    judge(peer, values.isEmpty(), "what was not offered: " + values);
  }

  private static void judge(Dialogue peer, boolean sound, String what) {
    peer.score().messages(sound ? Judgment.OK : Judgment.failed("wrong in the answer: " + what));
  }
}
