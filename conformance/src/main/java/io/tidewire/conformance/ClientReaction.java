package io.tidewire.conformance;

import java.time.Duration;

/// How a client may take an answer to its request for WebSocket, and what each way is worth.
///
/// @param words what it should do
/// @param opened for going on as if all were well
/// @param refused for the end of TCP
record ClientReaction(String words, Judgment opened, Judgment refused) {
  /// How long a client may look at our answer before it is tempted.
  private static final Duration LOOK = Duration.ofMillis(300);

  private static final Frame BAIT = Frame.text("taken for open");

  /// It has to fail the connection (RFC 6455 §4.1).
  static ClientReaction refuses() {
    return new ClientReaction(
        "the client refuses: it ends TCP",
        Judgment.failed("went on where it had to fail the connection (RFC 6455 §4.1: MUST)"),
        Judgment.OK);
  }

  /// It best fails the connection.
  ///
  /// @param why it may go on all the same
  static ClientReaction refusesOr(String why) {
    return new ClientReaction(
        "the client refuses: it ends TCP (opening is tolerated: " + why + ")",
        Judgment.nonStrict("opened: " + why),
        Judgment.OK);
  }

  /// It best goes on.
  ///
  /// @param why it may fail the connection all the same
  static ClientReaction opensOr(String why) {
    return new ClientReaction(
        "the client opens the connection (refusing is tolerated: " + why + ")",
        Judgment.OK,
        Judgment.nonStrict("refused: " + why));
  }

  /// It may go on or not, but not leave us waiting.
  static ClientReaction either() {
    return new ClientReaction(
        "the client opens the connection or refuses", Judgment.OK, Judgment.OK);
  }

  void run(Dialogue client) throws InterruptedException {
    Event event = client.peek(client.deadline().orIn(LOOK));
    if (event instanceof Event.Silence) {
      client.send(Chop.WHOLE, BAIT);
      event = client.peek();
    }
    client.score().messages(judge(event));
    if (event instanceof Event.Got && !client.score().decided()) {
      client.take();
      Script.CLOSING.run(client);
    } else {
      client.score().close(Judgment.OK);
      client.score().tcp(Judgment.OK);
    }
  }

  private Judgment judge(Event event) {
    return switch (event) {
      case Event.Ended _ -> refused;
      case Event.Got(Frame came) when came.same(BAIT) -> opened;
      case Event.Closed _ ->
          Judgment.nonStrict("sent a " + event + " where no connection was open");
      case Event.Silence _ -> Judgment.failed("neither went on nor ended TCP");
      default -> Judgment.failed("sent " + event);
    };
  }

  @Override
  public String toString() {
    return words;
  }
}
