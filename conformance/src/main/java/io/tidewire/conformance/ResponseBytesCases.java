package io.tidewire.conformance;

import static io.tidewire.conformance.OpeningCases.client;
import static io.tidewire.conformance.OpeningCases.clientOpens;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How an answer is written and cut, what comes behind it, and how large it may be.
final class ResponseBytesCases {
  private static final String CLAUSE = "RFC 6455 §4.1";
  private static final Frame GLUED = Frame.text("glued");

  static final List<Case> ALL = all();

  private ResponseBytesCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addLines(cases);
    addGlued(cases);
    addEnds(cases);
    return List.copyOf(cases);
  }

  private static void addLines(List<Case> cases) {
    cases.add(cut("bytewise", Chop.BYTEWISE));
    cases.add(cut("odd", Chop.ODD));
    cases.add(
        opens(
            "names.case",
            new Change(
                "with names in upper case",
                head -> head.renamed(name -> name.toUpperCase(Locale.ROOT)))));
    cases.add(
        opens(
            "lines.reversed",
            new Change("backwards", head -> new RawHead(head.start(), head.lines().reversed()))));
    cases.add(opens("lines.unknown", Change.with("X-Unknown: a")));
    cases.add(opens("spaces.none", Change.replacing("Upgrade", "Upgrade:websocket")));
    cases.add(
        client(
            "response.lines.folded",
            "RFC 9112 §5.2",
            "A value on two lines",
            Change.value("Upgrade", "\r\n websocket"),
            ClientReaction.opensOr(
                "a user agent replaces the fold with a space (MUST), yet RFC 6455 §10.7 lets it"
                    + " drop what it does not think safe")));
  }

  private static Case opens(String id, Change change) {
    return clientOpens("response." + id, CLAUSE, "An answer " + change.words(), change);
  }

  private static Case cut(String id, Chop chop) {
    return client("response.cut." + id, CLAUSE, "An answer" + chop)
        .step("answer" + chop, peer -> peer.sendBytes(Opening.response(peer.head()).encode(), chop))
        .echo(Frame.text("opened"))
        .closes();
  }

  // ---- what comes behind

  private static void addGlued(List<Case> cases) {
    cases.add(glued("message", Chop.WHOLE, GLUED).expect(GLUED).closes());
    cases.add(glued("message.bytewise", Chop.BYTEWISE, GLUED).expect(GLUED).closes());
    Frame[] several = {GLUED, Frame.ping("glued"), Frame.binary(Payload.bytes(1000))};
    cases.add(
        glued("several", Chop.WHOLE, several)
            .expect(
                Expectation.of(GLUED, Frame.pong("glued"), several[2])
                    .or(Frame.pong("glued"), GLUED, several[2]))
            .closes());
    cases.add(
        glued("half", Chop.every(140), GLUED, Frame.text(Payload.ascii(300)))
            .expect(GLUED, Frame.text(Payload.ascii(300)))
            .closes());
    cases.add(
        glued("close", Chop.WHOLE, Frame.close(CloseCode.NORMAL, ""))
            .ends(Ending.answering(List.of(), CloseCode.NORMAL)));
    cases.add(
        glued("fault", Chop.WHOLE, Frame.text("fault").withRsv(7)).fails(CloseCode.PROTOCOL_ERROR));
  }

  private static Script glued(String id, Chop chop, Frame... frames) {
    return client("response.glued." + id, "RFC 6455 §4.2.2", "A server may send at once")
        .step(
            "answer, and in the same write " + Arrays.toString(frames) + chop,
            peer -> {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              bytes.writeBytes(Opening.response(peer.head()).encode());
              bytes.writeBytes(peer.encode(frames));
              peer.sendBytes(bytes.toByteArray(), chop);
            });
  }

  // ---- limits and ends

  private static void addEnds(List<Case> cases) {
    cases.add(
        client(
            "response.limits.line",
            CLAUSE,
            "A header of 64 KiB is taken or refused",
            Change.with("X-Long: " + "x".repeat(64 << 10)),
            ClientReaction.either()));
    cases.add(
        client(
                "response.limits.endless",
                CLAUSE,
                "A head of 1 MiB that does not end, until it does")
            .step(
                "answer with 1 MiB of header lines, then the end",
                peer -> Opening.response(peer.head()).sendEndlessly(peer))
            .ends(ClientReaction.either()));
    cases.add(
        client("response.end.none", CLAUSE, "TCP ends without an answer")
            .step("we end TCP", peer -> peer.wire().endSending())
            .ends(ClientReaction.refuses()));
    cases.add(
        client("response.end.half", CLAUSE, "TCP ends amid the answer")
            .step(
                "half of an answer, then we end TCP",
                peer -> {
                  byte[] head = Opening.response(peer.head()).encode();
                  peer.sendBytes(Arrays.copyOf(head, head.length / 2), Chop.WHOLE);
                  peer.wire().endSending();
                })
            .ends(ClientReaction.refuses()));
  }
}
