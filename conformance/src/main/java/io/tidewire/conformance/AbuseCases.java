package io.tidewire.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/// What a hostile client can do to a server. They tell what the server did, in figures, and judge
/// only one thing: whether others were served meanwhile. Each is bounded in time and bytes.
final class AbuseCases {
  /// How long a server is watched.
  static final Duration WATCH = Duration.ofSeconds(3);

  /// The same where it waits for a handshake, for which many servers allow ten seconds.
  private static final Duration HANDSHAKE_WATCH = Duration.ofSeconds(12);

  /// Between two bytes of a slow client.
  static final Duration SLOW = Duration.ofMillis(100);

  private static final int MANY = 100_000;
  private static final int IDLE = 1000;
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
          script(
              "close-then-send",
              "RFC 6455 §5.5.1",
              "16 MiB of messages behind our close frame",
              AbuseCases::closeThenSend),
          script(
              "slow-reader",
              "RFC 6455 §10",
              "A client that sends 64 MiB and reads nothing",
              AbuseCases::readNothing),
          script(
              "slow-writer",
              "RFC 6455 §10",
              "A client that sends a message a byte at a time",
              AbuseCases::writeSlowly),
          script(
              "half-open",
              "RFC 6455 §7.1.1",
              "A client that ends its side of TCP, and stays",
              AbuseCases::halfOpen),
          script(
              "announced",
              "RFC 6455 §10.4",
              "100 connections that announce a mebibyte each, and send nothing",
              AbuseCases::announce),
          opening(
              "slow-head",
              "RFC 6455 §10",
              "A client that sends its request a byte at a time",
              AbuseCases::slowHead),
          opening(
              "idle-handshakes",
              "RFC 6455 §10",
              "1,000 connections that never send a request",
              AbuseCases::idle),
          opening(
              "cross-origin",
              "RFC 6455 §10.2",
              "A page of another origin connects",
              AbuseCases::crossOrigin));

  private AbuseCases() {}

  /// What was done and seen, in words with figures.
  private interface Abuse {
    String run(Dialogue peer) throws IOException, InterruptedException;
  }

  private static Case script(String id, String clause, String title, Abuse abuse) {
    return script(Opening.standard(), id, clause, title, abuse);
  }

  private static Case opening(String id, String clause, String title, Abuse abuse) {
    return script(Opening.bare(), id, clause, title, abuse);
  }

  private static Case script(Opening opening, String id, String clause, String title, Abuse abuse) {
    return Script.of("abuse." + id, clause, title)
        .serversOnly()
        .opening(opening)
        .alone()
        .probed()
        .step(title + ", and whether others are served meanwhile", peer -> report(peer, abuse))
        .judged();
  }

  private static void report(Dialogue peer, Abuse abuse) throws IOException, InterruptedException {
    String seen = abuse.run(peer);
    long start = System.nanoTime();
    Dialogue other = peer.another(Opening.standard());
    other.send(Chop.WHOLE, Frame.text("served"));
    boolean served = other.peek() instanceof Event.Got;
    peer.score()
        .messages(
            served
                ? Judgment.informational(seen + "; another client was served in " + since(start))
                : Judgment.failed(seen + "; no other client was served"));
    peer.score().close(Judgment.OK);
    peer.score().tcp(Judgment.OK);
  }

  // ---- what a connection is made to hold

  private static Case bomb(String id, int size) {
    return script(
        Opening.with("Sec-WebSocket-Extensions: permessage-deflate"),
        id,
        "RFC 7692 §8",
        "Compressed zeros that become " + size / MIB + " MiB",
        peer -> explode(peer, size));
  }

  private static String explode(Dialogue peer, int size) throws InterruptedException {
    if (peer.head().first("Sec-WebSocket-Extensions").isEmpty()) {
      return "permessage-deflate was declined";
    }
    byte[] bomb = deflated(size);
    long start = System.nanoTime();
    peer.send(Chop.WHOLE, Frame.binary(bomb).withRsv(4));
    return Words.bytes(bomb.length) + " for " + size + ": " + outcome(peer, start);
  }

  /// RFC 7692 §7.2.1, without its last step: the block that ends the stream does no harm.
  static byte[] deflated(int size) {
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(new byte[size]);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] part = new byte[KIB];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      out.write(0);
      return out.toByteArray();
    }
  }

  private static Case flood(String id, String title, Frame first, Frame next) {
    return script(
        id,
        "RFC 6455 §10.4",
        title + " at once",
        peer -> {
          long start = System.nanoTime();
          peer.send(Chop.WHOLE, first);
          Flood flood = Flood.start(peer, next, MANY);
          return outcome(peer, start) + ", " + flood;
        });
  }

  private static String announce(Dialogue peer) throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      peer.another(Opening.standard()).send(Chop.WHOLE, Frame.binary().declaring(MIB));
    }
    return "100 connections in " + since(start);
  }

  // ---- TCP

  private static String closeThenSend(Dialogue peer) throws InterruptedException {
    long start = System.nanoTime();
    peer.send(Chop.WHOLE, Frame.close(CloseCode.NORMAL, ""));
    Flood flood = Flood.start(peer, Frame.binary(Payload.bytes(64 * KIB)), 16 * MIB / (64 * KIB));
    String first = outcome(peer, start);
    peer.take();
    return first + ", then " + outcome(peer, start) + ", " + flood;
  }

  private static String readNothing(Dialogue peer) throws InterruptedException {
    peer.wire().pause();
    Flood flood = Flood.start(peer, Frame.binary(Payload.bytes(64 * KIB)), 64 * MIB / (64 * KIB));
    peer.peek(peer.deadline().orIn(WATCH));
    String unread = flood.toString();
    long start = System.nanoTime();
    peer.wire().resume();
    return "unread it was sent " + unread + ", read again: " + outcome(peer, start);
  }

  private static String writeSlowly(Dialogue peer) throws InterruptedException {
    long start = System.nanoTime();
    peer.heartbeat().keepQuiet(); // no pong amid the frame
    for (byte each : peer.encode(Frame.text("slowly"))) {
      peer.sendBytes(new byte[] {each}, Chop.WHOLE);
      peer.peek(peer.deadline().orIn(SLOW));
    }
    return "a message in pieces of a byte: " + outcome(peer, start);
  }

  private static String halfOpen(Dialogue peer) throws InterruptedException {
    long start = System.nanoTime();
    peer.wire().endSending();
    return outcome(peer, start);
  }

  // ---- handshakes

  private static String slowHead(Dialogue peer) throws InterruptedException {
    long start = System.nanoTime();
    Deadline until = Deadline.in(HANDSHAKE_WATCH);
    boolean answered = false;
    for (byte each : Opening.request(peer).encode()) {
      if (!answered && !until.passed() && peer.nothing() instanceof Event.Silence) {
        peer.sendBytes(new byte[] {each}, Chop.WHOLE);
        answered = peer.awaitHead(until.orIn(SLOW));
        peer.keepsUp();
      }
    }
    return answered ? peer.head().start() + " after " + since(start) : state(peer) + since(start);
  }

  private static String idle(Dialogue peer) throws IOException, InterruptedException {
    List<Dialogue> idle = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < IDLE; i++) {
      idle.add(peer.another(Opening.bare()));
    }
    String opened = since(start);
    Deadline until = Deadline.in(HANDSHAKE_WATCH);
    while (!until.passed()
        && !peer.awaitHead(until.orIn(SLOW))
        && peer.nothing() instanceof Event.Silence) {
      peer.keepsUp();
    }
    long ended = idle.stream().filter(each -> each.nothing() instanceof Event.Ended).count();
    return IDLE
        + " connections in "
        + opened
        + ", of which "
        + ended
        + " had ended after "
        + since(start);
  }

  private static String crossOrigin(Dialogue peer) throws InterruptedException {
    RawHead request = Opening.request(peer).with("Origin: https://attacker.example");
    peer.sendBytes(request.encode(), Chop.WHOLE);
    return "answered " + (peer.awaitHead() ? peer.head().start() : peer.nothing().toString());
  }

  // ---- words

  /// What comes until the peer closes, TCP ends or the watch is over.
  static String outcome(Dialogue peer, long start) throws InterruptedException {
    return outcome(peer, start, WATCH);
  }

  static String outcome(Dialogue peer, long start, Duration watch) throws InterruptedException {
    Deadline until = peer.deadline().orIn(watch);
    int answers = 0;
    Event event = peer.peek(until);
    while (event instanceof Event.Got || event instanceof Event.Violation) {
      answers++;
      peer.take();
      event = peer.peek(until);
    }
    String end = event instanceof Event.Silence ? "still open" : event.toString();
    return (answers == 0 ? "" : "answers: " + answers + ", ") + end + " after " + since(start);
  }

  private static String state(Dialogue peer) {
    return peer.nothing() instanceof Event.Ended ended ? ended + " after " : "still waiting after ";
  }

  private static String since(long start) {
    return (System.nanoTime() - start) / 1_000_000 + " ms";
  }
}
