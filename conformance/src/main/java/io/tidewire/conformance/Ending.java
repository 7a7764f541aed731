package io.tidewire.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// How a script ends: with a close frame of ours that is to be answered, or with the peer failing
/// the connection. Judges the close code and the end of TCP.
///
/// No code is FAILED, as no MUST names one: a code that fits is a SHOULD where a connection is
/// failed (RFC 6455 §7.1.7), and "typically" that of the close frame where one is answered
/// (§5.5.1). Only what may not be sent at all is FAILED, in whatever case it comes.
///
/// @param failing whether the peer has to fail the connection; otherwise it answers our close frame
/// @param ours what we send in one write: the close frame, and perhaps what may not follow it;
///   nothing where the script has sent it
/// @param best the codes that are right; [CloseCode#NONE] for a close frame without one
/// @param tolerated codes that have another reason than the usual one why they are not the best
record Ending(
    boolean failing, List<Frame> ours, Set<Integer> best, Map<Integer, String> tolerated) {
  /// Time for a peer that failed the connection to end TCP by itself, as it may without waiting for
  /// our answer (RFC 6455 §7.1.7): an answer that meets a closed socket would make it reset TCP.
  private static final Duration BEFORE_ANSWER = Duration.ofMillis(300);

  /// Why an answer may have another code than ours, or none.
  private static final String TYPICALLY = "the code is typically echoed (RFC 6455 §5.5.1)";

  private static final String APPROPRIATE = "a code that fits is a SHOULD (RFC 6455 §7.1.7)";

  /// The peer answers a close frame.
  static Ending answering(List<Frame> ours, Integer... best) {
    return new Ending(false, ours, Set.of(best), Map.of());
  }

  /// The peer fails the connection (RFC 6455 §7.1.7).
  static Ending failing(Integer... best) {
    return new Ending(true, List.of(), Set.of(best), Map.of());
  }

  /// The same, with a reason of its own why a code is not the best.
  Ending tolerating(Integer code, String why) {
    Map<Integer, String> more = new TreeMap<>(tolerated);
    more.put(code, why);
    return new Ending(failing, ours, best, more);
  }

  void run(Dialogue peer) throws InterruptedException {
    if (failing) {
      peer.heartbeat().keepQuiet(); // what meets a closed socket would make it reset TCP
    } else if (!ours.isEmpty()) {
      peer.send(Chop.WHOLE, ours.toArray(Frame[]::new));
    }
    Event event = peer.peek();
    while (event instanceof Event.Got got) {
      if (failing || !got.isPong()) { // which may be sent unasked (RFC 6455 §5.5.3)
        peer.score().messages(Judgment.failed(unasked(got)));
      }
      peer.take();
      event = peer.peek();
    }
    peer.score().close(judge(event));
    switch (event) {
      case Event.Violation violation -> peer.score().messages(Judgment.failed(violation.words()));
      case Event.Closed closed -> closed(peer, closed);
      default -> peer.score().tcp(judgeTcp(event));
    }
  }

  private String unasked(Event.Got got) {
    return failing
        ? "went on where it had to fail the connection: sent " + got
        : "sent what nothing called for: " + got;
  }

  private Judgment judge(Event event) {
    return switch (event) {
      case Event.Closed closed -> judgeCode(closed.code());
      case Event.Violation violation -> Judgment.failed("instead of closing it sent " + violation);
      default -> failing ? judgeFailing(event) : judgeAnswer(event);
    };
  }

  private Judgment judgeCode(int code) {
    String words = "closed with " + CloseCode.name(code) + " where " + due() + " is due: ";
    return best.contains(code)
        ? Judgment.OK
        : Judgment.nonStrict(words + tolerated.getOrDefault(code, usually()));
  }

  private String usually() {
    return failing ? APPROPRIATE : TYPICALLY;
  }

  private String due() {
    return String.join(" or ", best.stream().sorted().map(CloseCode::name).toList());
  }

  private static Judgment judgeFailing(Event event) {
    return event instanceof Event.Ended
        ? Judgment.nonStrict("no close frame with a code (RFC 6455 §7.1.7: SHOULD)")
        : Judgment.failed("did not fail the connection");
  }

  private static Judgment judgeAnswer(Event event) {
    return Judgment.failed("our close frame got no answer (RFC 6455 §5.5.1: MUST), but " + event);
  }

  private void closed(Dialogue peer, Event.Closed closed) throws InterruptedException {
    peer.take();
    if (failing && after(peer, peer.deadline().orIn(BEFORE_ANSWER)) instanceof Event.Silence) {
      peer.send(Chop.WHOLE, closed.answer());
    }
    if (peer.side() == Side.SERVER) {
      peer.wire().endSending(); // the server goes first, RFC 6455 §7.1.1
    }
    peer.score().tcp(judgeTcp(after(peer, peer.deadline())));
  }

  /// What comes after the peer's close frame, when that is judged: the end of TCP, or nothing.
  private static Event after(Dialogue peer, Deadline until) throws InterruptedException {
    for (Event event = peer.peek(until); ; event = peer.peek(until)) {
      if (event instanceof Event.Ended || event instanceof Event.Silence) {
        return event;
      }
      peer.score().messages(afterClose(event));
      peer.take();
    }
  }

  private static Judgment afterClose(Event event) {
    String words = "sent more after its close frame: " + event;
    boolean control =
        event instanceof Event.Closed
            || (event instanceof Event.Got got && Opcode.isControl(got.frame().opcode()));
    return control
        ? Judgment.nonStrict(words + " (RFC 6455 §1.4)")
        : Judgment.failed(words + " (RFC 6455 §5.5.1: MUST NOT)");
  }

  private static Judgment judgeTcp(Event end) {
    return switch (end) {
      case Event.Ended(TcpEnd how) when how == TcpEnd.FIN -> Judgment.OK;
      case Event.Ended _ ->
          Judgment.nonStrict(
              "reset instead of ended, which can destroy what was on its way"
                  + " (RFC 6455 §7.1.1: SHOULD)");
      default -> Judgment.failed("left TCP open (RFC 6455 §7.1.1)");
    };
  }

  @Override
  public String toString() {
    String reasons = tolerated.isEmpty() ? "" : ", or " + tolerated;
    String codes = due() + " (another is tolerated: " + usually() + reasons + ")";
    return failing
        ? "the peer fails the connection with " + codes
        : (ours.isEmpty() ? "" : "we send " + ours + ", ") + "the peer closes with " + codes;
  }
}
