package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Text that is UTF-8, and text that is not (RFC 6455 §5.6, §8.1, RFC 3629).
///
/// That a bad message fails the connection is a MUST. When it does is not said (§8.1: an endpoint
/// that "finds that the byte stream is not, in fact, a valid UTF-8 stream"), so a peer that waits
/// for the end of a frame or of the message is NON-STRICT: until then it keeps what it will throw
/// away.
final class Utf8Cases {
  private static final String CLAUSE = "RFC 6455 §8.1";
  private static final byte[] BEFORE = "κόσμε ".getBytes(UTF_8);
  private static final byte[] AFTER = " edited".getBytes(UTF_8);

  /// More than enough to look at a few bytes.
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  static final List<Case> ALL = all();

  private Utf8Cases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (Utf8Samples.Sample good : Utf8Samples.GOOD) {
      addGood(cases, "utf8.good." + good.id(), good);
    }
    for (Utf8Samples.Sample bad : Utf8Samples.BAD) {
      addBad(cases, "utf8.bad." + bad.id(), bad);
      cases.add(binary("utf8.binary." + bad.id(), bad));
    }
    for (Utf8Samples.Sample cut : Utf8Samples.CUT) {
      addCut(cases, "utf8.cut." + cut.id(), cut);
    }
    for (Utf8Samples.Sample begun : Utf8Samples.FIRST_BAD_BYTE) {
      addFailFast(cases, "utf8.fail-fast.byte." + begun.id(), begun);
    }
    return List.copyOf(cases);
  }

  // ---- what is UTF-8

  private static void addGood(List<Case> cases, String id, Utf8Samples.Sample good) {
    Frame text = Frame.text(good.bytes());
    cases.add(good(id, good, Chop.WHOLE, text));
    cases.add(good(id + ".bytewise", good, Chop.BYTEWISE, text));
    cases.add(good(id + ".fragments", good, Chop.WHOLE, text.fragments(1)));
  }

  private static Case good(String id, Utf8Samples.Sample good, Chop chop, Frame... frames) {
    return Script.of(id, CLAUSE, good.title() + how(chop, frames) + " is text")
        .send(chop, frames)
        .expect(Frame.text(good.bytes()))
        .closes();
  }

  /// What is no text may be a binary message.
  private static Case binary(String id, Utf8Samples.Sample bad) {
    return Script.of(id, "RFC 6455 §5.6", bad.title() + " is fine in a binary message")
        .echo(Frame.binary(bad.bytes()))
        .closes();
  }

  // ---- what is not

  private static void addBad(List<Case> cases, String id, Utf8Samples.Sample bad) {
    addWhole(cases, id, bad, join(BEFORE, bad.bytes(), AFTER));
    addFailFast(cases, id.replace(".bad.", ".fail-fast."), bad);
  }

  /// A character that the message's end cuts: bad only there.
  private static void addCut(List<Case> cases, String id, Utf8Samples.Sample cut) {
    addWhole(cases, id, cut, join(BEFORE, cut.bytes()));
    Frame begun = Frame.text(join(BEFORE, cut.bytes())).unfinished();
    cases.add(
        Script.of(id + ".empty-last", CLAUSE, cut.title() + ", and an empty last frame")
            .send(begun, Frame.continuation(""))
            .fails(CloseCode.BAD_DATA));
  }

  private static void addWhole(
      List<Case> cases, String id, Utf8Samples.Sample bad, byte[] payload) {
    Frame text = Frame.text(payload);
    cases.add(bad(id, bad, Chop.WHOLE, text));
    cases.add(bad(id + ".bytewise", bad, Chop.BYTEWISE, text));
    cases.add(bad(id + ".fragments", bad, Chop.WHOLE, text.fragments(1)));
    cases.add(bad(id + ".fragments.bytewise", bad, Chop.BYTEWISE, text.fragments(2)));
  }

  private static Case bad(String id, Utf8Samples.Sample bad, Chop chop, Frame... frames) {
    return Script.of(id, CLAUSE, bad.title() + how(chop, frames))
        .send(chop, frames)
        .fails(CloseCode.BAD_DATA);
  }

  // ---- how soon

  private static void addFailFast(List<Case> cases, String id, Utf8Samples.Sample bad) {
    byte[] begun = join(BEFORE, bad.bytes());
    Frame first = Frame.text(begun).unfinished();
    Frame rest = Frame.continuation(AFTER);
    cases.add(
        Script.of(id + ".fragment", CLAUSE, bad.title() + " before the last frame")
            .send(first)
            .step(
                "only a peer that has not failed the connection yet is sent " + rest,
                peer -> {
                  if (waits(peer, "waited for the end of a message that was bad")) {
                    peer.send(Chop.WHOLE, rest);
                  }
                })
            .fails(CloseCode.BAD_DATA));
    cases.add(
        Script.of(id + ".amid-frame", CLAUSE, bad.title() + " before the end of a frame")
            .step("send a text frame up to its bad byte", peer -> sendBegun(peer, begun))
            .fails(CloseCode.BAD_DATA));
  }

  private static void sendBegun(Dialogue peer, byte... begun) throws InterruptedException {
    byte[] whole = peer.encode(Frame.text(join(begun, AFTER)));
    int cut = whole.length - AFTER.length;
    peer.heartbeat().keepQuiet(); // no pong amid the frame
    peer.sendBytes(Arrays.copyOf(whole, cut), Chop.WHOLE);
    if (waits(peer, "waited for the end of a frame that was bad")) {
      peer.sendBytes(Arrays.copyOfRange(whole, cut, whole.length), Chop.WHOLE);
    }
  }

  private static boolean waits(Dialogue peer, String late) throws InterruptedException {
    boolean waits = peer.peek(peer.deadline().orIn(AT_ONCE)) instanceof Event.Silence;
    if (waits) {
      peer.score().messages(Judgment.nonStrict(late));
    }
    return waits;
  }

  // ---- bytes and words

  private static byte[] join(byte[]... parts) {
    byte[] all = new byte[0];
    for (byte[] part : parts) {
      int end = all.length;
      all = Arrays.copyOf(all, end + part.length);
      System.arraycopy(part, 0, all, end, part.length);
    }
    return all;
  }

  private static String how(Chop chop, Frame... frames) {
    String size = Words.bytes(frames[0].payload().length);
    return (frames.length > 1 ? ", in frames of " + size : "")
        + (chop.equals(Chop.WHOLE) ? "" : ", byte by byte");
  }
}
