package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Messages in several frames (RFC 6455 §5.4).
final class FragmentationCases {
  private static final String CLAUSE = "RFC 6455 §5.4";
  private static final Frame BEGUN = Frame.text("begun, ").unfinished();
  private static final Frame ENDED = Frame.continuation("ended");
  private static final Frame WHOLE = Frame.text("begun, ended");

  static final List<Case> ALL = all();

  private FragmentationCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addLegal(cases);
    addControl(cases);
    addIllegal(cases);
    return List.copyOf(cases);
  }

  // ---- what is legal

  private static void addLegal(List<Case> cases) {
    for (int size : new int[] {1, 2, 126, 1000}) {
      cases.add(joined("fragmentation.text." + size, Frame.text(Payload.ascii(1001)), size));
      cases.add(joined("fragmentation.binary." + size, Frame.binary(Payload.bytes(1001)), size));
    }
    cases.add(joined("two", WHOLE, Chop.WHOLE, BEGUN, ENDED));
    cases.add(joined("two.bytewise", WHOLE, Chop.BYTEWISE, BEGUN, ENDED));
    cases.add(joined("two.odd", WHOLE, Chop.ODD, BEGUN, ENDED));
    Frame nothing = Frame.continuation("").unfinished();
    cases.add(joined("empty.first", ENDED.as(Opcode.TEXT), Frame.text("").unfinished(), ENDED));
    cases.add(joined("empty.middle", WHOLE, BEGUN, nothing, nothing, ENDED));
    cases.add(joined("empty.last", Frame.text("begun, "), BEGUN, Frame.continuation("")));
    cases.add(
        joined(
            "empty.all",
            Frame.text(""),
            Frame.text("").unfinished(),
            nothing,
            Frame.continuation("")));
    byte[] euro = "€".getBytes(UTF_8);
    cases.add(
        joined(
            "character",
            Frame.text("€"),
            Frame.text(Arrays.copyOf(euro, 1)).unfinished(),
            Frame.continuation(Arrays.copyOfRange(euro, 1, 3))));
    cases.add(
        Script.of("fragmentation.twice", CLAUSE, "Two fragmented messages, one after the other")
            .send(BEGUN, ENDED, BEGUN, ENDED)
            .expect(WHOLE, WHOLE)
            .closes());
    cases.add(interleaved());
  }

  private static Case joined(String id, Frame whole, Frame... frames) {
    return joined(id, whole, Chop.WHOLE, frames);
  }

  private static Case joined(String id, Frame whole, Chop chop, Frame... frames) {
    return Script.of("fragmentation." + id, CLAUSE, "The fragments are one message")
        .send(chop, frames)
        .expect(whole)
        .closes();
  }

  private static Case joined(String id, Frame whole, int size) {
    return Script.of(id, CLAUSE, "A message in frames of " + Words.bytes(size))
        .send(whole.fragments(size))
        .expect(whole)
        .closes();
  }

  private static Case interleaved() {
    return Script.of(
            "fragmentation.connections", CLAUSE, "Two connections, each amid a message, stay apart")
        .serversOnly()
        .send(BEGUN)
        .step(
            "on a second connection send and expect a message in two fragments",
            peer -> {
              Dialogue other = peer.another(Opening.standard());
              other.send(Chop.WHOLE, Frame.text("other, ").unfinished());
              peer.send(Chop.WHOLE, ENDED);
              other.send(Chop.WHOLE, ENDED);
              Expectation.of(Frame.text("other, ended")).await(other);
            })
        .expect(WHOLE)
        .closes();
  }

  // ---- control frames between fragments

  private static void addControl(List<Case> cases) {
    for (Chop chop : new Chop[] {Chop.WHOLE, Chop.BYTEWISE}) {
      String cut = chop.equals(Chop.WHOLE) ? "" : ".bytewise";
      cases.add(
          Script.of("fragmentation.ping" + cut, CLAUSE, "A ping between two fragments" + chop)
              .send(chop, BEGUN, Frame.ping("between"), ENDED)
              .expect(
                  Expectation.of(Frame.pong("between"), WHOLE)
                      .tolerating(
                          "a pong is due as soon as is practical (RFC 6455 §5.5.2)",
                          WHOLE,
                          Frame.pong("between")))
              .closes());
    }
    cases.add(
        Script.of("fragmentation.ping.waiting", CLAUSE, "A ping is answered amid a message")
            .send(BEGUN, Frame.ping("between"))
            .expect(Frame.pong("between"))
            .send(ENDED)
            .expect(WHOLE)
            .closes());
    cases.add(
        Script.of("fragmentation.pong", CLAUSE, "A pong between two fragments")
            .send(BEGUN, Frame.pong("between"), ENDED)
            .expect(WHOLE)
            .closes());
    cases.add(
        Script.of("fragmentation.close", "RFC 6455 §5.5.1", "A close frame amid a message")
            .send(BEGUN)
            .closes());
  }

  // ---- what is not legal

  private static void addIllegal(List<Case> cases) {
    cases.add(fails("stray.final", "A continuation with FIN, and no message", ENDED));
    cases.add(fails("stray", "A continuation without FIN, and no message", ENDED.unfinished()));
    cases.add(
        Script.of("fragmentation.stray.after", CLAUSE, "A continuation after a whole message")
            .echo(WHOLE)
            .send(ENDED)
            .fails(CloseCode.PROTOCOL_ERROR));
    cases.add(
        Script.of("fragmentation.stray.after-last", CLAUSE, "A continuation after the last one")
            .send(BEGUN, ENDED)
            .expect(WHOLE)
            .send(ENDED)
            .fails(CloseCode.PROTOCOL_ERROR));
    cases.add(fails("nested.text", "A text frame amid a message", BEGUN, Frame.text("new")));
    cases.add(fails("nested.binary", "A binary frame amid a message", BEGUN, Frame.binary()));
    cases.add(fails("nested.unfinished", "A message begins amid a message", BEGUN, BEGUN));
    cases.add(fails("control.ping", "A ping without FIN", Frame.ping("p").unfinished()));
    cases.add(fails("control.pong", "A pong without FIN", Frame.pong("p").unfinished()));
    cases.add(
        fails("control.close", "A close frame without FIN", Frame.close(1000, "").unfinished()));
  }

  private static Case fails(String id, String title, Frame... frames) {
    return Script.of("fragmentation." + id, CLAUSE, title)
        .send(frames)
        .fails(CloseCode.PROTOCOL_ERROR);
  }
}
