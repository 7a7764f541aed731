package io.tidewire.conformance;

import io.tidewire.conformance.Frame.LengthForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Lengths that are written too long, that are too large, or that tell of bytes which never come.
final class LengthCases {
  private static final String CLAUSE = "RFC 6455 §5.2";
  private static final String SENDER =
      "§5.2 binds the sender (MUST), and does not say what a receiver does";

  /// How long a peer may think about a length before it is taken to wait for the bytes.
  private static final Duration LOOK = Duration.ofSeconds(1);

  static final List<Case> ALL = all();

  private LengthCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addLong(cases);
    addHuge(cases);
    addUnsent(cases);
    return List.copyOf(cases);
  }

  // ---- not in the shortest form

  private static void addLong(List<Case> cases) {
    for (int length : new int[] {0, 1}) {
      cases.add(longer("16-bits." + length, LengthForm.SIXTEEN_BITS, length));
      cases.add(longer("64-bits." + length, LengthForm.SIXTY_FOUR_BITS, length));
    }
    cases.add(longer("64-bits.126", LengthForm.SIXTY_FOUR_BITS, 126));
    Frame end = Frame.continuation("ended").withLengthForm(LengthForm.SIXTEEN_BITS);
    cases.add(
        Script.of("lengths.continuation", CLAUSE, "The last fragment's length is too long")
            .send(Frame.text("begun, ").unfinished(), end)
            .failsOr(CloseCode.PROTOCOL_ERROR, Frame.text("begun, ended"), SENDER));
    cases.add(control("ping", Frame.ping("long"), Frame.pong("long")));
    cases.add(
        Script.of("lengths.control.close", CLAUSE, "A close frame's length is too long")
            .send(Frame.close(CloseCode.NORMAL, "").withLengthForm(LengthForm.SIXTEEN_BITS))
            .ends(Ending.failing(CloseCode.PROTOCOL_ERROR).tolerating(CloseCode.NORMAL, SENDER)));
  }

  private static Case longer(String id, LengthForm form, int length) {
    Frame message = Frame.binary(Payload.bytes(length));
    return Script.of("lengths." + id, CLAUSE, "A length is not in its shortest form")
        .send(message.withLengthForm(form))
        .failsOr(CloseCode.PROTOCOL_ERROR, message, SENDER);
  }

  private static Case control(String id, Frame frame, Frame answer) {
    return Script.of("lengths.control." + id, CLAUSE, "A control frame's length is too long")
        .send(frame.withLengthForm(LengthForm.SIXTEEN_BITS))
        .failsOr(CloseCode.PROTOCOL_ERROR, answer, SENDER);
  }

  // ---- too large

  private static void addHuge(List<Case> cases) {
    cases.add(huge("31-bits", 1L << 31));
    cases.add(huge("32-bits", (1L << 32) + 5));
    cases.add(huge("63-bits", Long.MAX_VALUE));
    cases.add(sign("sign.payload", Long.MIN_VALUE + 5));
    cases.add(sign("sign.all", -1));
  }

  /// The five bytes that are sent are the message only for a peer that has cut the length off.
  private static Case huge(String id, long length) {
    return Script.of("lengths.huge." + id, CLAUSE, "A length of " + length + " is not a small one")
        .probed()
        .send(declaring(length))
        .step(
            "only a peer that has not failed the connection yet sees the end of TCP",
            peer -> {
              if (peer.peek(peer.deadline().orIn(LOOK)) instanceof Event.Silence) {
                peer.score().messages(Judgment.nonStrict("waited for bytes beyond all limits"));
                peer.wire().endSending();
              }
            })
        .fails(CloseCode.TOO_BIG);
  }

  private static Case sign(String id, long length) {
    return Script.of("lengths." + id, CLAUSE, "The highest bit of a 64-bit length is set")
        .probed()
        .send(declaring(length))
        .ends(
            Ending.failing(CloseCode.PROTOCOL_ERROR)
                .tolerating(CloseCode.TOO_BIG, "the length is not too big, but malformed"));
  }

  private static Frame declaring(long length) {
    return Frame.binary(Payload.bytes(5))
        .withLengthForm(LengthForm.SIXTY_FOUR_BITS)
        .declaring(length);
  }

  // ---- announced, and never sent

  private static void addUnsent(List<Case> cases) {
    cases.add(unsent("payload", Frame.text("ten bytes.").declaring(100)));
    cases.add(unsent("payload.all", Frame.binary().declaring(60_000)));
    cases.add(unsent("ping", Frame.ping("some").declaring(100)));
    cases.add(unsent("fragment", Frame.text("begun").unfinished()));
  }

  private static Case unsent(String id, Frame frame) {
    return Script.of("lengths.unsent." + id, "RFC 6455 §7.1.1", "TCP ends amid a message")
        .probed()
        .send(frame)
        .step("we end TCP", peer -> peer.wire().endSending())
        .step("the peer ends TCP and sends no message", LengthCases::expectEnd)
        .judged();
  }

  private static void expectEnd(Dialogue peer) throws InterruptedException {
    Event event = peer.peek();
    if (event instanceof Event.Closed) {
      peer.take();
      event = peer.peek();
    }
    boolean ended = event instanceof Event.Ended;
    peer.score()
        .messages(event instanceof Event.Got ? Judgment.failed("sent " + event) : Judgment.OK);
    peer.score().close(Judgment.OK);
    peer.score().tcp(ended ? Judgment.OK : leftOpen(peer.side()));
  }

  /// RFC 6455 §7.2.1 has a client fail the connection when TCP is lost (MUST), and no clause a
  /// server.
  private static Judgment leftOpen(Side ours) {
    String words = "left TCP open after we had ended it";
    return ours == Side.CLIENT ? Judgment.nonStrict(words) : Judgment.failed(words);
  }
}
