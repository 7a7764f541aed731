package io.tidewire.conformance;

import java.time.Duration;
import java.util.List;

/// What a hostile server can do to a client. They tell what the client did, in figures, and judge
/// nothing. Each is bounded in time and bytes.
final class ClientAbuseCases {
  /// How long a client is watched that has to end a connection on its own.
  private static final Duration CLOSING = Duration.ofSeconds(8);

  private static final int MANY = 100_000;
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  static final List<Case> ALL =
      List.of(
          bomb("bomb.1-kib", MIB),
          bomb("bomb.64-kib", 64 * MIB),
          flood(
              "fragments",
              "100,000 fragments of a byte",
              Frame.text("a").unfinished(),
              Frame.continuation("a").unfinished()),
          flood(
              "fragments.empty",
              "100,000 empty fragments",
              Frame.text("").unfinished(),
              Frame.continuation("").unfinished()),
          flood(
              "pings",
              "100,000 pings",
              Frame.ping(Payload.bytes(125)),
              Frame.ping(Payload.bytes(125))),
          of("announced", "RFC 6455 §10.4", "A message of a mebibyte is announced, and never sent")
              .step("send its head, and tell what comes", ClientAbuseCases::announce)
              .judged(),
          of("slow-writer", "RFC 6455 §10", "A server that sends a message a byte at a time")
              .step("send it, and tell what comes", ClientAbuseCases::writeSlowly)
              .judged(),
          of("slow-reader", "RFC 6455 §10", "A server that sends 64 MiB and reads nothing")
              .step("send, and tell what was taken", ClientAbuseCases::readNothing)
              .judged(),
          of("close-then-send", "RFC 6455 §5.5.1", "16 MiB of messages behind our close frame")
              .step("send, and tell what comes", ClientAbuseCases::closeThenSend)
              .judged(),
          of("close.unanswered", "RFC 6455 §7.1.1", "A server that never answers the close frame")
              .send(Frame.text("bad").withRsv(2))
              .step("tell how long the client waits", ClientAbuseCases::waitForEnd)
              .judged(),
          of("close.tcp-open", "RFC 6455 §7.1.1", "A server that closes, and does not end TCP")
              .send(Frame.close(CloseCode.NORMAL, ""))
              .step("tell how long the client waits", ClientAbuseCases::waitForEnd)
              .judged());

  private ClientAbuseCases() {}

  private static Script of(String id, String clause, String title) {
    return Script.of("abuse.client." + id, clause, title).clientsOnly().informational();
  }

  private static void tell(Dialogue peer, String seen) {
    peer.score().messages(Judgment.informational(seen));
  }

  // ---- what a connection is made to hold

  private static Case bomb(String id, int size) {
    return of(id, "RFC 7692 §8", "Compressed zeros that become " + size / MIB + " MiB")
        .opening(DeflateOpening.plain())
        .step("send them, and tell what comes", peer -> explode(peer, size))
        .judged();
  }

  private static void explode(Dialogue peer, int size) throws InterruptedException {
    byte[] bomb = AbuseCases.deflated(size);
    long start = System.nanoTime();
    peer.send(Chop.WHOLE, Frame.binary(bomb).withRsv(Frame.RSV1));
    String seen = AbuseCases.outcome(peer, start);
    tell(peer, Words.bytes(bomb.length) + " for " + size + ": " + seen);
  }

  private static Case flood(String id, String title, Frame first, Frame next) {
    return of(id, "RFC 6455 §10.4", title + " at once")
        .step(
            "send them, and tell what comes",
            peer -> {
              long start = System.nanoTime();
              peer.send(Chop.WHOLE, first);
              Flood flood = Flood.start(peer, next, MANY);
              tell(peer, AbuseCases.outcome(peer, start) + ", " + flood);
            })
        .judged();
  }

  private static void announce(Dialogue peer) throws InterruptedException {
    long start = System.nanoTime();
    peer.send(Chop.WHOLE, Frame.binary().declaring(MIB));
    tell(peer, AbuseCases.outcome(peer, start));
  }

  // ---- TCP

  private static void writeSlowly(Dialogue peer) throws InterruptedException {
    long start = System.nanoTime();
    peer.heartbeat().keepQuiet(); // no pong amid the frame
    for (byte each : peer.encode(Frame.text("slowly"))) {
      peer.sendBytes(new byte[] {each}, Chop.WHOLE);
      peer.peek(peer.deadline().orIn(AbuseCases.SLOW));
    }
    tell(peer, "a message in pieces of a byte: " + AbuseCases.outcome(peer, start));
  }

  private static void readNothing(Dialogue peer) throws InterruptedException {
    peer.wire().pause();
    Flood flood = large(peer, 64);
    peer.peek(peer.deadline().orIn(AbuseCases.WATCH));
    String unread = flood.toString();
    long start = System.nanoTime();
    peer.wire().resume();
    tell(peer, "unread " + unread + ", read again: " + AbuseCases.outcome(peer, start));
  }

  private static void closeThenSend(Dialogue peer) throws InterruptedException {
    long start = System.nanoTime();
    peer.send(Chop.WHOLE, Frame.close(CloseCode.NORMAL, ""));
    Flood flood = large(peer, 16);
    String first = AbuseCases.outcome(peer, start);
    peer.take();
    tell(peer, first + ", then " + AbuseCases.outcome(peer, start) + ", " + flood);
  }

  private static Flood large(Dialogue peer, int mebibytes) {
    return Flood.start(peer, Frame.binary(Payload.bytes(64 * KIB)), mebibytes * MIB / (64 * KIB));
  }

  /// For the client's close frame, and then for the end of TCP, which it has to bring about alone.
  private static void waitForEnd(Dialogue peer) throws InterruptedException {
    long start = System.nanoTime();
    String first = AbuseCases.outcome(peer, start);
    peer.take();
    tell(peer, first + ", then " + AbuseCases.outcome(peer, start, CLOSING));
  }
}
