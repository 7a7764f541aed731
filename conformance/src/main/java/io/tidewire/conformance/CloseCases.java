package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;

/// The closing handshake and its codes (RFC 6455 §5.5.1, §7).
final class CloseCases {
  private static final String FRAME = "RFC 6455 §5.5.1";
  private static final String CODES = "RFC 6455 §7.4";
  private static final int ERROR = CloseCode.PROTOCOL_ERROR;
  private static final int UNEXPECTED = CloseCode.UNEXPECTED;

  /// Why a code that should not have come may be answered with another than 1002.
  private static final String UNTOLD =
      "1002 tells the sender what is wrong, but no clause says what a receiver does";

  private static final String UNUSED = "RFC 6455 §7.4.2 says only that nobody uses it";

  private static final String KEPT = "RFC 6455 §7.4.2 keeps it, so nobody may send it yet";

  private static final Frame NORMAL = Frame.close(CloseCode.NORMAL, "");

  static final List<Case> ALL = all();

  private CloseCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addFrames(cases);
    addOrder(cases);
    addCodes(cases);
    return List.copyOf(cases);
  }

  // ---- the frame

  private static void addFrames(List<Case> cases) {
    cases.add(
        Script.of("close.empty", FRAME, "A close frame without a code")
            .ends(Ending.answering(List.of(Frame.close()), CloseCode.NONE, CloseCode.NORMAL)));
    cases.add(answered("close.reason", Frame.close(CloseCode.NORMAL, "that is all")));
    cases.add(answered("close.reason.utf8", Frame.close(CloseCode.NORMAL, "δοκέω €😀")));
    cases.add(answered("close.reason.123", Frame.close(CloseCode.NORMAL, "r".repeat(123))));
    cases.add(
        Script.of("close.bytewise", FRAME, "A close frame byte by byte")
            .send(Chop.BYTEWISE, Frame.close(CloseCode.NORMAL, "slowly"))
            .ends(Ending.answering(List.of(), CloseCode.NORMAL)));
    cases.add(
        Script.of("close.reason.124", "RFC 6455 §5.5", "A close frame of 126 bytes")
            .send(Frame.close(CloseCode.NORMAL, "r".repeat(124)))
            .fails(CloseCode.PROTOCOL_ERROR));
    cases.add(
        Script.of("close.half-code", FRAME, "A close frame with one byte")
            .send(Frame.close((byte) 3))
            .fails(CloseCode.PROTOCOL_ERROR));
    cases.add(
        Script.of("close.reason.not-utf8", FRAME, "A close reason that is not UTF-8")
            .send(Frame.close((byte) 3, (byte) 0xe8, (byte) 0xce, (byte) 0xba, (byte) 0xe1))
            .ends(
                Ending.failing(CloseCode.BAD_DATA)
                    .tolerating(CloseCode.PROTOCOL_ERROR, "RFC 6455 §8.1 has 1007 for messages")));
  }

  private static Case answered(String id, Frame close) {
    return Script.of(id, FRAME, "A " + close + " is answered")
        .ends(Ending.answering(List.of(close), CloseCode.NORMAL));
  }

  // ---- what comes before and after it

  private static void addOrder(List<Case> cases) {
    cases.add(Script.of("close.at-once", FRAME, "A close frame is the first frame").closes());
    cases.add(
        Script.of("close.after-message", FRAME, "A message and a close frame in one write")
            .send(Frame.text("before"), NORMAL)
            .expect(
                Expectation.of(Frame.text("before"))
                    .tolerating("a message came before the close frame, and was not answered"))
            .ends(Ending.answering(List.of(), CloseCode.NORMAL)));
    cases.add(follows("text", Frame.text("too late")));
    cases.add(follows("ping", Frame.ping("too late")));
    cases.add(follows("close", Frame.close(CloseCode.NORMAL, "again")));
    cases.add(follows("garbage", Frame.of(15, Payload.bytes(300)).withRsv(7)));
  }

  private static Case follows(String id, Frame late) {
    return Script.of("close.then-" + id, "RFC 6455 §1.4", "What follows a close frame is ignored")
        .ends(Ending.answering(List.of(NORMAL, late), CloseCode.NORMAL));
  }

  // ---- the codes

  private static void addCodes(List<Case> cases) {
    for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009}) {
      cases.add(of(code, "is defined").ends(echoing(code)));
    }
    cases.add(of(1010, "is sent by clients").serversOnly().ends(echoing(1010)));
    cases.add(
        of(UNEXPECTED, "is defined")
            .ends(echoing(UNEXPECTED).tolerating(ERROR, "RFC 6455 §7.4.1 has servers send it")));
    for (int code : new int[] {1012, 1013, 1014}) {
      cases.add(
          of(code, "is registered")
              .ends(echoing(code).tolerating(ERROR, "it was registered after RFC 6455")));
    }
    for (int code : new int[] {3000, 3999, 4000, 4999}) {
      cases.add(of(code, "belongs to applications").ends(echoing(code)));
    }
    for (int code : new int[] {1005, 1006, 1015}) {
      cases.add(refused(code, "may not be sent, and may not be echoed").ends(refusing()));
    }
    for (int code : new int[] {0, 1, 999}) {
      cases.add(refused(code, "is never used").ends(refusing().tolerating(code, UNUSED)));
    }
    for (int code : new int[] {1004, 1016, 1100, 2000, 2999, 5000, 65_535}) {
      cases.add(refused(code, "is not defined").ends(refusing().tolerating(code, KEPT)));
    }
  }

  private static Script of(int code, String why) {
    return Script.of("close.code." + code, CODES, code + " " + why);
  }

  private static Ending echoing(Integer code) {
    return Ending.answering(List.of(Frame.close(code, "why")), code);
  }

  private static Script refused(int code, String why) {
    return of(code, why).send(Frame.close(code, ""));
  }

  private static Ending refusing() {
    return Ending.failing(ERROR)
        .tolerating(CloseCode.NORMAL, UNTOLD)
        .tolerating(CloseCode.NONE, UNTOLD);
  }
}
