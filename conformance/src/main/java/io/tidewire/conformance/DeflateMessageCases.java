package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Compressed messages: their frames, RSV1, plain ones between them, and text that is not UTF-8
/// (RFC 7692 §6, §7.2).
final class DeflateMessageCases {
  private static final String CLAUSE = "RFC 7692 §6";
  private static final int WHOLE = Integer.MAX_VALUE;
  private static final Frame TEXT = Frame.text("κόσμε: text that is compressed, and more text");
  private static final Frame LONG = Frame.text(Payload.json(3000));

  static final List<Case> ALL = all();

  private DeflateMessageCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addFrames(cases);
    addControl(cases);
    addMixed(cases);
    addReserved(cases);
    addUtf8(cases);
    return List.copyOf(cases);
  }

  private static Script of(String id, String clause, String title) {
    return Script.of("deflate." + id, clause, title).opening(DeflateOpening.plain());
  }

  // ---- frames and pieces

  private static void addFrames(List<Case> cases) {
    for (int size : new int[] {1, 2, 7, 100, WHOLE}) {
      String frames = size == WHOLE ? "" : ", in frames of " + size;
      String id = "frames." + (size == WHOLE ? "one" : size);
      cases.add(cut(id, "Compressed text" + frames, size, Chop.WHOLE));
      cases.add(cut(id + ".bytewise", "Byte by byte" + frames, size, Chop.BYTEWISE));
      cases.add(cut(id + ".odd", "In odd pieces" + frames, size, Chop.ODD));
    }
    cases.add(emptyFrames("frames.empty-first", 0));
    cases.add(emptyFrames("frames.empty-middle", 1));
    cases.add(emptyFrames("frames.empty-last", 2));
    cases.add(
        of("binary", CLAUSE, "A compressed binary message")
            .echoCompressed(Frame.binary(Payload.bytes(1000)))
            .echoCompressed(Frame.binary(new byte[1000]))
            .closes());
  }

  private static Case cut(String id, String title, int size, Chop chop) {
    return of(id, CLAUSE, title)
        .sendCompressed(chop, size, LONG)
        .expect(LONG)
        .sendCompressed(chop, size, TEXT)
        .expect(TEXT)
        .closes();
  }

  private static Case emptyFrames(String id, int index) {
    return of(id, CLAUSE, "An empty frame among those of a compressed message")
        .step(
            "send " + TEXT + " compressed in 2 frames, and an empty one",
            peer -> peer.send(Chop.WHOLE, withEmpty(peer.compressed(TEXT), index)))
        .expect(TEXT)
        .echoCompressed(TEXT)
        .closes();
  }

  private static Frame[] withEmpty(Frame message, int index) {
    byte[] payload = message.payload();
    List<byte[]> parts = new ArrayList<>();
    parts.add(Arrays.copyOf(payload, 5));
    parts.add(Arrays.copyOfRange(payload, 5, payload.length));
    parts.add(index, new byte[0]);
    return new Frame[] {
      Frame.text(parts.get(0)).withRsv(Frame.RSV1).unfinished(),
      Frame.continuation(parts.get(1)).unfinished(),
      Frame.continuation(parts.get(2))
    };
  }

  // ---- control frames

  private static void addControl(List<Case> cases) {
    Frame ping = Frame.ping("between");
    Frame pong = Frame.pong("between");
    cases.add(
        of("ping", "RFC 7692 §6.1", "Control frames are not compressed, nor amid a message")
            .step(
                "send " + TEXT + " compressed, in frames of 3 with " + ping + " between",
                peer -> peer.send(Chop.WHOLE, with(ping, peer.compressed(TEXT).fragments(3))))
            .expect(
                Expectation.of(pong, TEXT)
                    .tolerating(
                        "a pong is due as soon as is practical (RFC 6455 §5.5.2)", TEXT, pong))
            .closes());
    cases.add(
        of("close", "RFC 6455 §5.5.1", "A close frame amid a compressed message")
            .step(
                "send the beginning of a compressed message",
                peer -> peer.send(Chop.WHOLE, peer.compressed(TEXT).fragments(9)[0]))
            .closes());
  }

  private static Frame[] with(Frame control, Frame... frames) {
    List<Frame> all = new ArrayList<>(List.of(frames));
    all.add(1, control);
    return all.toArray(Frame[]::new);
  }

  // ---- with others that are not compressed

  private static void addMixed(List<Case> cases) {
    cases.add(
        of("plain", CLAUSE, "Messages need not be compressed").echo(TEXT).echo(LONG).closes());
    cases.add(
        of("mixed", CLAUSE, "Compressed messages and others, which leave no trace in the window")
            .echoCompressed(LONG)
            .echo(TEXT)
            .echoCompressed(LONG)
            .echo(LONG)
            .echoCompressed(TEXT)
            .closes());
    cases.add(
        of("mixed.fragments", CLAUSE, "The same in fragments, in one write")
            .step(
                "send compressed, plain, compressed",
                peer -> {
                  peer.send(Chop.ODD, peer.compressed(LONG).fragments(50));
                  peer.send(Chop.ODD, LONG.fragments(50));
                  peer.send(Chop.ODD, peer.compressed(LONG).fragments(50));
                })
            .expect(LONG, LONG, LONG)
            .closes());
    cases.add(
        of("mixed.empty", "RFC 7692 §7.2.3.6", "Empty messages, compressed and not")
            .echoCompressed(Frame.text(""))
            .echo(Frame.text(""))
            .echoCompressed(Frame.binary())
            .echoCompressed(TEXT)
            .echoCompressed(Frame.text(""))
            .echoCompressed(TEXT)
            .closes());
    cases.add(
        of("mixed.kinds", CLAUSE, "Text and binary messages share a window")
            .echoCompressed(TEXT)
            .echoCompressed(TEXT.as(Opcode.BINARY))
            .echoCompressed(TEXT)
            .closes());
  }

  // ---- reserved bits

  private static void addReserved(List<Case> cases) {
    cases.add(fails("rsv1.ping", "RSV1 in a ping", Frame.ping("p").withRsv(Frame.RSV1)));
    cases.add(fails("rsv1.pong", "RSV1 in a pong", Frame.pong("p").withRsv(Frame.RSV1)));
    cases.add(
        fails("rsv1.close", "RSV1 in a close frame", Frame.close(1000, "").withRsv(Frame.RSV1)));
    cases.add(
        fails(
            "rsv1.plain-continuation",
            "RSV1 in a continuation of a plain message",
            Frame.text("begun, ").unfinished(),
            Frame.continuation("ended").withRsv(Frame.RSV1)));
    cases.add(compressedAndBad("rsv1.continuation", Frame.RSV1));
    cases.add(compressedAndBad("rsv2.continuation", 2));
    for (int rsv : new int[] {1, 2, 3, 5, 6, 7}) {
      cases.add(
          of("rsv." + rsv, "RFC 6455 §5.2", "Reserved bits that nobody negotiated")
              .step(
                  "send a compressed text with RSV " + rsv,
                  peer -> peer.send(Chop.WHOLE, peer.compressed(TEXT).withRsv(rsv)))
              .fails(CloseCode.PROTOCOL_ERROR));
    }
  }

  private static Case compressedAndBad(String id, int rsv) {
    return of(id, "RFC 7692 §6.1", "Reserved bits in a continuation of a compressed message")
        .step(
            "send compressed text in 2 frames, the second with RSV " + rsv,
            peer -> {
              Frame[] frames = peer.compressed(TEXT).fragments(30);
              frames[1] = frames[1].withRsv(rsv);
              peer.send(Chop.WHOLE, frames);
            })
        .fails(CloseCode.PROTOCOL_ERROR);
  }

  private static Case fails(String id, String title, Frame... frames) {
    return of(id, "RFC 7692 §6.1", title)
        .echoCompressed(TEXT)
        .send(frames)
        .fails(CloseCode.PROTOCOL_ERROR);
  }

  // ---- text

  private static void addUtf8(List<Case> cases) {
    for (Utf8Samples.Sample bad : Utf8Samples.BAD) {
      byte[] payload = Arrays.copyOf(bad.bytes(), bad.bytes().length + 1);
      payload[bad.bytes().length] = 'a';
      cases.add(notText("utf8." + bad.id(), bad.title(), WHOLE, payload));
    }
    for (Utf8Samples.Sample cut : Utf8Samples.CUT) {
      cases.add(notText("utf8.cut." + cut.id(), cut.title(), WHOLE, cut.bytes()));
    }
    byte[] late = "good ".repeat(1000).concat("\0").getBytes(UTF_8);
    late[late.length - 1] = (byte) 0xff;
    cases.add(notText("utf8.late", "The last of 5,001 bytes is bad", WHOLE, late));
    cases.add(notText("utf8.late.fragments", "The same, in frames", 7, late));
    cases.add(
        of("utf8.in-frames", "RFC 6455 §5.6", "Characters that the compressed frames cut")
            .sendCompressed(Chop.WHOLE, 1, Frame.text("κόσμε€😀"))
            .expect(Frame.text("κόσμε€😀"))
            .closes());
    cases.add(
        of("utf8.binary", "RFC 6455 §5.6", "Bytes that are no text, in a binary message")
            .echoCompressed(Frame.binary(late))
            .closes());
  }

  private static Case notText(String id, String title, int frameSize, byte... payload) {
    return of(id, "RFC 6455 §8.1", title + ", compressed")
        .sendCompressed(Chop.WHOLE, frameSize, Frame.text(payload))
        .fails(CloseCode.BAD_DATA);
  }
}
