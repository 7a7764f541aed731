package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What compressed data may be made of, and what it may not (RFC 7692 §7.2, RFC 1951).
///
/// RFC 7692 names no code for data that cannot be inflated. 1007 (data that is not consistent with
/// its message) and 1002 (a protocol error) both tell that the sender is at fault; others do not.
final class DeflateBlockCases {
  private static final Frame HELLO = Frame.text("Hello");
  private static final Ending DAMAGED =
      Ending.failing(CloseCode.BAD_DATA, CloseCode.PROTOCOL_ERROR)
          .tolerating(CloseCode.UNEXPECTED, "blames the receiver for what the sender did");

  static final List<Case> ALL = all();

  private DeflateBlockCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addExamples(cases);
    addBlocks(cases);
    addFinal(cases);
    addWindows(cases);
    addDamage(cases);
    return List.copyOf(cases);
  }

  private static Script of(String id, String clause, String title) {
    return Script.of("deflate." + id, clause, title).opening(DeflateOpening.plain());
  }

  private static Frame compressed(byte... payload) {
    return Frame.text(payload).withRsv(Frame.RSV1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  // ---- the examples of RFC 7692 §7.2.3

  private static void addExamples(List<Case> cases) {
    cases.add(example("one-block", "§7.2.3.1", "f248cdc9c90700"));
    cases.add(example("stored", "§7.2.3.3", "000500faff48656c6c6f00"));
    cases.add(example("final", "§7.2.3.4", "f348cdc9c9070000"));
    cases.add(example("two-blocks", "§7.2.3.5", "f24805000000ffffcac9c90700"));
    cases.add(
        of("example.fragments", "RFC 7692 §7.2.3.1", "The example of a message in two frames")
            .send(compressed(hex("f248cd")).unfinished(), Frame.continuation(hex("c9c90700")))
            .expect(HELLO)
            .closes());
    cases.add(
        of("example.window", "RFC 7692 §7.2.3.2", "The example of a message in the window")
            .send(compressed(hex("f248cdc9c90700")), compressed(hex("f200110000")))
            .expect(HELLO, HELLO)
            .closes());
  }

  private static Case example(String id, String section, String payload) {
    return of("example." + id, "RFC 7692 " + section, "The example of the clause: " + payload)
        .send(compressed(hex(payload)))
        .expect(HELLO)
        .closes();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  // ---- blocks of all types

  private static void addBlocks(List<Case> cases) {
    byte[] hello = ascii("Hello");
    cases.add(good("empty", "An empty message as one byte", "", new Blocks()));
    cases.add(good("empty.fixed", "An empty compressed block", "", new Blocks().fixed().end()));
    cases.add(good("empty.stored", "Two empty stored blocks", "", new Blocks().stored().stored()));
    cases.add(
        good(
            "empty.between",
            "Empty blocks before, between and behind",
            "HelloHello",
            new Blocks()
                .stored()
                .fixed()
                .end()
                .stored(hello)
                .stored()
                .fixed()
                .literals(hello)
                .end()
                .fixed()
                .end()
                .stored()));
    Blocks many = new Blocks();
    for (byte each : ascii("one byte in each block")) {
      many.stored(each).fixed().end();
    }
    cases.add(good("many", "A block for each byte", "one byte in each block", many));
    cases.add(
        good(
            "match.258",
            "The longest match at the shortest distance",
            "a".repeat(1 + 258 + 3),
            new Blocks().fixed().literals((byte) 'a').match(258, 1).match(3, 1).end()));
    cases.add(
        good(
            "match.stored",
            "A match that reaches into a stored block",
            "HelloHello",
            new Blocks().stored(hello).fixed().match(5, 5).end()));
    cases.add(
        of("blocks.no-payload", "RFC 7692 §7.2.3.6", "A compressed message without any byte")
            .informational()
            .send(compressed())
            .step("tell what comes", DeflateBlockCases::tell)
            .judged());
    cases.add(bytewise());
  }

  private static Case good(String id, String title, String text, Blocks blocks) {
    byte[] payload = blocks.message();
    return of("blocks." + id, "RFC 7692 §7.2.2", title)
        .send(compressed(payload))
        .expect(Frame.text(text))
        .send(compressed(payload).fragments(1))
        .expect(Frame.text(text))
        .closes();
  }

  private static Case bytewise() {
    byte[] text = Payload.ascii(300);
    byte[] payload =
        new Blocks().stored(text).fixed().literals(text).match(258, 300).end().message();
    byte[] whole = new byte[858];
    System.arraycopy(text, 0, whole, 0, 300);
    System.arraycopy(text, 0, whole, 300, 300);
    System.arraycopy(text, 0, whole, 600, 258);
    return of("blocks.bytewise", "RFC 7692 §7.2.2", "Blocks that are cut at every byte")
        .send(Chop.BYTEWISE, compressed(payload).fragments(1))
        .expect(Frame.text(whole))
        .closes();
  }

  private static void tell(Dialogue peer) throws InterruptedException {
    peer.score().messages(Judgment.informational("answered with " + peer.peek()));
  }

  // ---- BFINAL

  private static void addFinal(List<Case> cases) {
    byte[] hello = ascii("Hello");
    Blocks ended = new Blocks().fixedFinal().literals(hello).end().align();
    cases.add(lastBlock("alone", "A block with BFINAL, then the octet", "Hello", ended));
    cases.add(
        lastBlock(
            "then-more",
            "Blocks follow one with BFINAL",
            "HelloHello",
            new Blocks().fixedFinal().literals(hello).end().align().stored(hello)));
    cases.add(
        lastBlock(
            "twice",
            "Two blocks with BFINAL",
            "HelloHello",
            new Blocks()
                .fixedFinal()
                .literals(hello)
                .end()
                .align()
                .fixedFinal()
                .literals(hello)
                .end()
                .align()));
  }

  private static Case lastBlock(String id, String title, String text, Blocks blocks) {
    byte[] payload = blocks.message();
    return of("bfinal." + id, "RFC 7692 §7.2.3.4", title)
        .send(compressed(payload))
        .expect(Frame.text(text))
        .send(compressed(payload).fragments(1))
        .expect(Frame.text(text))
        .echoCompressed(Frame.text("and the next message as ever"))
        .closes();
  }

  // ---- how far we may reach back

  private static void addWindows(List<Case> cases) {
    for (int bits = 8; bits <= DeflateTerms.MAX_BITS; bits++) {
      cases.add(
          window(bits, "", "A match at the very end of a window of " + bits + " bits")
              .step(
                  "send and expect matches as far back as was agreed, in one message and across two",
                  DeflateBlockCases::reachBack)
              .closes());
    }
    for (int bits = 8; bits < DeflateTerms.MAX_BITS; bits++) {
      cases.add(
          window(bits, ".beyond", "A match a byte beyond a window of " + bits + " bits")
              .informational() // a receiver may have the larger window all the same (§7.2.2)
              .step("send it, and tell what comes", DeflateBlockCases::reachBeyond)
              .judged());
    }
  }

  /// Where what we send may reach back so far.
  private static Script window(int bits, String more, String title) {
    DeflateTerms ours = new DeflateTerms(false, false, DeflateTerms.ABSENT, bits);
    DeflateTerms servers = new DeflateTerms(false, false, bits, DeflateTerms.ABSENT);
    return Script.of("deflate.window." + bits + more, "RFC 7692 §7.1.2", title)
        .opening(
            peer -> new DeflateOpening(peer.side() == Side.CLIENT ? ours : servers).open(peer));
  }

  private static void reachBeyond(Dialogue peer) throws InterruptedException {
    int window = peer.window();
    if (window == 1 << DeflateTerms.MAX_BITS) {
      peer.score().messages(Judgment.unimplemented("the peer did not limit the window"));
      return;
    }
    byte[] text = Payload.repeated(window + 1, 1);
    Blocks blocks = new Blocks().stored(text).fixed().match(100, window + 1).end();
    peer.send(Chop.WHOLE, compressed(blocks.message()));
    tell(peer);
  }

  private static void reachBack(Dialogue peer) throws InterruptedException {
    int window = peer.window();
    byte[] text = Payload.repeated(window, 1);
    byte[] again = new byte[window + 100];
    System.arraycopy(text, 0, again, 0, window);
    System.arraycopy(text, 0, again, window, 100);
    Blocks blocks = new Blocks().stored(Arrays.copyOf(text, window / 2));
    blocks.stored(Arrays.copyOfRange(text, window / 2, window));
    peer.send(Chop.WHOLE, compressed(blocks.fixed().match(100, window).end().message()));
    Expectation.of(Frame.text(again)).await(peer);
    byte[] next = Arrays.copyOfRange(text, 100, 200);
    peer.send(Chop.WHOLE, compressed(new Blocks().fixed().match(100, window).end().message()));
    Expectation.of(Frame.text(next)).await(peer);
  }

  // ---- what cannot be inflated

  private static void addDamage(List<Case> cases) {
    Blocks a = new Blocks().fixed().literals((byte) 'a');
    cases.add(bad("type", "A block of the reserved type", new Blocks().bits(6, 3).message()));
    cases.add(bad("stored.length", "A stored block of two lengths", hex("000500faef48656c6c6f00")));
    cases.add(
        bad("stored.cut", "A stored block that the message's end cuts", hex("000500faff4865")));
    cases.add(bad("distance.first", "A distance before all data", a.match(3, 2).end().message()));
    cases.add(
        bad(
            "distance.far",
            "A distance of 32,768 where there is little",
            new Blocks().fixed().literals((byte) 'a').match(3, 32_768).end().message()));
    cases.add(
        bad(
            "distance.30",
            "A distance code that does not exist",
            new Blocks().fixed().literals(ascii("abc")).symbol(257).code(30, 5).end().message()));
    cases.add(
        bad(
            "length.286",
            "A length code that does not exist",
            new Blocks().fixed().literals(ascii("abc")).symbol(286).code(0, 5).end().message()));
    cases.add(
        bad(
            "codes.too-many",
            "A dynamic block with more codes than fit",
            dynamic(1, 1, 1, 1).message()));
    cases.add(
        bad(
            "codes.repeat-nothing",
            "A dynamic block that repeats a length before the first",
            dynamic(1, 0, 0, 1).code(1, 1).bits(0, 2).message()));
    cases.add(bad("garbage", "Bytes that are no DEFLATE", hex("ffffffffffffffff")));
    cases.add(
        of("bad.fragments", "RFC 7692 §7.2.2", "Damage in the last of three frames")
            .send(
                compressed(hex("f248cd")).unfinished(),
                Frame.continuation(hex("c9c907")).unfinished(),
                Frame.continuation(hex("00ffffffff")))
            .ends(DAMAGED));
    cases.add(
        of("bad.second", "RFC 7692 §7.2.2", "Damage in the second message")
            .echoCompressed(HELLO)
            .send(compressed(hex("07")))
            .ends(DAMAGED));
    cases.add(
        of("bad.binary", "RFC 7692 §7.2.2", "Damage in a binary message")
            .send(Frame.binary(hex("07")).withRsv(Frame.RSV1))
            .ends(DAMAGED));
    cases.add(freshDistance());
  }

  private static Case bad(String id, String title, byte... payload) {
    return of("bad." + id, "RFC 7692 §7.2.2", title).send(compressed(payload)).ends(DAMAGED);
  }

  /// The head of a block with codes of its own, with the first lengths of the code of lengths.
  private static Blocks dynamic(int... lengths) {
    Blocks blocks = new Blocks().bits(4, 3).bits(0, 5).bits(0, 5).bits(lengths.length - 4, 4);
    for (int length : lengths) {
      blocks.bits(length, 3);
    }
    return blocks;
  }

  /// That takeover was given up binds the sender; a receiver that keeps the window all the same
  /// breaks no rule.
  private static Case freshDistance() {
    DeflateTerms fresh = new DeflateTerms(true, true, DeflateTerms.ABSENT, DeflateTerms.ABSENT);
    return Script.of(
            "deflate.bad.takeover",
            "RFC 7692 §7.1.1",
            "An earlier message is used without takeover")
        .opening(new DeflateOpening(fresh))
        .send(compressed(hex("f248cdc9c90700")))
        .expect(HELLO)
        .send(compressed(hex("f200110000")))
        .informational()
        .step("tell what comes", DeflateBlockCases::tell)
        .judged();
  }
}
