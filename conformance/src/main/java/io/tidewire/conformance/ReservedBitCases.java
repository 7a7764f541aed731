package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;

/// RSV1, RSV2 and RSV3 without an extension (RFC 6455 §5.2).
final class ReservedBitCases {
  private static final String CLAUSE = "RFC 6455 §5.2";

  static final List<Case> ALL = all();

  private ReservedBitCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (int rsv = 1; rsv < 8; rsv++) {
      String bits = "reserved-bits." + rsv;
      cases.add(alone(bits + ".text", Frame.text("reserved").withRsv(rsv), Chop.WHOLE));
      cases.add(alone(bits + ".bytewise", Frame.text("reserved").withRsv(rsv), Chop.BYTEWISE));
      cases.add(alone(bits + ".binary", Frame.binary(Payload.bytes(20)).withRsv(rsv), Chop.WHOLE));
      cases.add(alone(bits + ".ping", Frame.ping("reserved").withRsv(rsv), Chop.WHOLE));
      cases.add(alone(bits + ".pong", Frame.pong("reserved").withRsv(rsv), Chop.WHOLE));
      cases.add(alone(bits + ".close", Frame.close(1000, "").withRsv(rsv), Chop.WHOLE));
      cases.add(inMessage(bits + ".continuation", rsv));
      cases.add(between(bits + ".between", rsv));
    }
    return List.copyOf(cases);
  }

  private static Case alone(String id, Frame frame, Chop chop) {
    return Script.of(id, CLAUSE, "A " + frame + chop + " after a message in order")
        .echo(Frame.text("before"))
        .send(chop, frame)
        .fails(CloseCode.PROTOCOL_ERROR);
  }

  private static Case inMessage(String id, int rsv) {
    return Script.of(id, CLAUSE, "RSV " + rsv + " in the last frame of a message")
        .send(Frame.text("begun ").unfinished(), Frame.continuation("ended").withRsv(rsv))
        .fails(CloseCode.PROTOCOL_ERROR);
  }

  private static Case between(String id, int rsv) {
    return Script.of(id, CLAUSE, "A message, one with RSV " + rsv + ", and a ping in one write")
        .send(Frame.text("before"), Frame.text("bad").withRsv(rsv), Frame.ping("after"))
        .expect(
            Expectation.of(Frame.text("before"))
                .tolerating("a message came whole before the fault, and was not answered"))
        .fails(CloseCode.PROTOCOL_ERROR);
  }
}
