package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;

/// Reserved opcodes (RFC 6455 §5.2).
final class OpcodeCases {
  private static final String CLAUSE = "RFC 6455 §5.2";

  static final List<Case> ALL = all();

  private OpcodeCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      String id = "opcodes." + opcode;
      cases.add(alone(id + ".empty", Frame.of(opcode, new byte[0])));
      cases.add(alone(id + ".payload", Frame.of(opcode, Payload.ascii(20))));
      cases.add(alone(id + ".unfinished", Frame.of(opcode, Payload.ascii(20)).unfinished()));
      cases.add(inMessage(id + ".in-message", opcode));
      cases.add(between(id + ".between", opcode));
    }
    return List.copyOf(cases);
  }

  private static Case alone(String id, Frame frame) {
    return Script.of(id, CLAUSE, "A frame with " + frame + " after a message in order")
        .echo(Frame.text("before"))
        .send(frame)
        .fails(CloseCode.PROTOCOL_ERROR);
  }

  private static Case inMessage(String id, int opcode) {
    return Script.of(id, CLAUSE, "A frame with opcode " + opcode + " amid a message")
        .send(Frame.text("begun").unfinished(), Frame.of(opcode, new byte[0]))
        .fails(CloseCode.PROTOCOL_ERROR);
  }

  private static Case between(String id, int opcode) {
    return Script.of(id, CLAUSE, "A message, opcode " + opcode + ", and a ping in one write")
        .send(Frame.text("before"), Frame.of(opcode, Payload.ascii(20)), Frame.ping("after"))
        .expect(
            Expectation.of(Frame.text("before"))
                .tolerating("a message came whole before the fault, and was not answered"))
        .fails(CloseCode.PROTOCOL_ERROR);
  }
}
