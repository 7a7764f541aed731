package io.tidewire.conformance;

import java.io.IOException;
import java.util.Set;

/// How a server may take a request for WebSocket, and what each way is worth. One that opens the
/// connection is closed again.
///
/// @param words what it should do
/// @param opened for a 101
/// @param refused for an error status
/// @param served for a success: the request as one of plain HTTP
/// @param redirected for a status that leads elsewhere
/// @param dropped for the end of TCP without an answer
/// @param best the status with which to refuse, or 0 for any
/// @param then what is done with a connection that was opened
record ServerReaction(
    String words,
    Judgment opened,
    Judgment refused,
    Judgment served,
    Judgment redirected,
    Judgment dropped,
    int best,
    Step.Action then) {
  /// Of those that blame the server, they alone say what is wrong with a request.
  private static final Set<Integer> EXPLAINING = Set.of(501, 505);

  private static final Judgment OPENED =
      Judgment.failed("opened a connection where an error status is due");
  private static final Judgment REFUSED = Judgment.failed("refused what is in order");
  private static final Judgment SERVED = Judgment.failed("answered as if all were well");
  private static final Judgment REDIRECTED = Judgment.failed("led elsewhere");
  private static final Judgment DROPPED = Judgment.failed("ended TCP without an answer");

  /// RFC 6455 §4.2.1 asks for an answer (MUST), §10.7 lets a server drop TCP (MAY).
  private static final Judgment UNANSWERED =
      Judgment.nonStrict("ended TCP without an answer (RFC 6455 §10.7: SHOULD)");

  ServerReaction(
      String words,
      Judgment opened,
      Judgment refused,
      Judgment served,
      Judgment redirected,
      Judgment dropped) {
    this(words, opened, refused, served, redirected, dropped, 0, Script.CLOSING::run);
  }

  /// It has to open the connection.
  static ServerReaction opens() {
    return new ServerReaction(
        "the server opens the connection, then closes",
        Judgment.OK,
        REFUSED,
        SERVED,
        REDIRECTED,
        DROPPED);
  }

  /// It best opens it.
  ///
  /// @param why it need not
  static ServerReaction opensOr(String why) {
    Judgment tolerated = Judgment.nonStrict("refused: " + why);
    return new ServerReaction(
        "the server opens the connection, then closes (refusing it is tolerated: " + why + ")",
        Judgment.OK,
        tolerated,
        SERVED,
        REDIRECTED,
        tolerated);
  }

  /// It has to answer with an error status.
  static ServerReaction refuses() {
    return new ServerReaction(
        "the server refuses", OPENED, Judgment.OK, SERVED, REDIRECTED, UNANSWERED);
  }

  /// It best answers with an error status.
  ///
  /// @param why it may open the connection all the same
  static ServerReaction refusesOr(String why) {
    return new ServerReaction(
        "the server refuses (opening is tolerated: " + why + ")",
        Judgment.nonStrict("opened: " + why),
        Judgment.OK,
        SERVED,
        REDIRECTED,
        UNANSWERED);
  }

  /// It may open the connection or not, but not leave us waiting.
  static ServerReaction either() {
    return new ServerReaction(
        "the server opens the connection or refuses",
        Judgment.OK,
        Judgment.OK,
        Judgment.OK,
        Judgment.OK,
        UNANSWERED);
  }

  /// The request can also be taken for one of plain HTTP.
  ServerReaction orServes() {
    return new ServerReaction(
        words + ", or serves it as HTTP",
        opened,
        refused,
        Judgment.OK,
        Judgment.OK,
        dropped,
        best,
        then);
  }

  /// To lead the client to what it may have meant is as good as to refuse.
  ServerReaction orRedirects() {
    return new ServerReaction(
        words + ", or leads elsewhere", opened, refused, served, Judgment.OK, dropped, best, then);
  }

  /// One status is better than others.
  ServerReaction with(int status) {
    return new ServerReaction(
        words + " with " + status + " (another error status is tolerated)",
        opened,
        refused,
        served,
        redirected,
        dropped,
        status,
        then);
  }

  /// A connection that was opened is not closed at once.
  ServerReaction then(String more, Step.Action action) {
    return new ServerReaction(
        words + "; then " + more, opened, refused, served, redirected, dropped, best, action);
  }

  /// The same, where it is a case's clause that has the server refuse.
  ServerReaction by(String clause) {
    return opened.verdict() == Verdict.FAILED
        ? new ServerReaction(
            words,
            Judgment.failed(opened.why() + " (" + clause + ")"),
            refused,
            served,
            redirected,
            dropped,
            best,
            then)
        : this;
  }

  void run(Dialogue server) throws IOException, InterruptedException {
    Judgment found = server.awaitHead() ? answered(server.head()) : missing(server.nothing());
    server.score().messages(found);
    if (server.head().status() == 101 && !server.score().decided()) {
      then.run(server);
    } else {
      server.score().close(Judgment.OK);
      server.score().tcp(Judgment.OK);
    }
  }

  private Judgment answered(Head head) {
    int status = head.status();
    if (status == 0) {
      return Judgment.failed("not an answer of HTTP: " + head.start());
    } else if (status == 101) {
      return opened;
    }
    Judgment found = status < 300 ? served : status < 400 ? redirected : refused(status);
    return found.about(head.start());
  }

  private Judgment refused(int status) {
    if (best != 0 && status != best) {
      return refused.worse(Judgment.nonStrict("the status is not " + best));
    }
    boolean blamesItself = status >= 500 && !EXPLAINING.contains(status);
    return blamesItself
        ? refused.worse(Judgment.nonStrict("the status blames the server"))
        : refused;
  }

  private Judgment missing(Event nothing) {
    return nothing instanceof Event.Ended ? dropped : Judgment.failed("left us without an answer");
  }

  @Override
  public String toString() {
    return words;
  }
}
