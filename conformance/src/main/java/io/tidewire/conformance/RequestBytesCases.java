package io.tidewire.conformance;

import static io.tidewire.conformance.OpeningCases.server;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// How a request is written and cut, what comes before and behind it, and how large it may be.
final class RequestBytesCases {
  private static final String HEAD = "RFC 6455 §4.2.1";
  private static final String LINES = "RFC 9112 §5";
  private static final String UNSAID = "no clause says what a server does";

  private static final String EARLY =
      "a client has to wait for the answer (RFC 6455 §4.1), so nobody has to take it";

  private static final Ending NO_FRAME = Ending.failing(CloseCode.PROTOCOL_ERROR);

  /// More than enough to look at one message.
  private static final Duration LOOK = Duration.ofSeconds(1);

  static final List<Case> ALL = all();

  private RequestBytesCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addLines(cases);
    addCuts(cases);
    addNeighbours(cases);
    addLimits(cases);
    return List.copyOf(cases);
  }

  // ---- lines

  private static void addLines(List<Case> cases) {
    cases.add(
        opened(
            "names.lower-case",
            "names in lower case",
            new Change(
                "in lower case", head -> head.renamed(name -> name.toLowerCase(Locale.ROOT)))));
    cases.add(
        opened(
            "names.upper-case",
            "names in upper case",
            new Change(
                "in upper case", head -> head.renamed(name -> name.toUpperCase(Locale.ROOT)))));
    cases.add(
        opened(
            "lines.reversed",
            "its lines in another order",
            new Change("backwards", head -> new RawHead(head.start(), head.lines().reversed()))));
    cases.add(
        opened("lines.unknown", "a header that nobody knows", Change.with("X-Unknown: u, ;=\"")));
    cases.add(
        opened(
            "spaces.none",
            "no space behind a colon",
            Change.replacing("Upgrade", "Upgrade:websocket")));
    cases.add(
        opened(
            "spaces.many",
            "spaces around a value",
            Change.replacing("Upgrade", "Upgrade: \t websocket \t ")));
    cases.add(
        odd(
            "lines.folded",
            "A value on two lines",
            "RFC 9112 §5.2",
            Change.value("Upgrade", "\r\n websocket"),
            ServerReaction.either()));
    cases.add(
        odd(
            "spaces.before-colon",
            "A space before a colon",
            "RFC 9112 §5.1",
            Change.replacing("Upgrade", "Upgrade : websocket"),
            ServerReaction.refuses()));
    cases.add(
        odd(
            "lines.no-colon",
            "A line without a colon",
            LINES,
            Change.with("no colon here"),
            ServerReaction.refusesOr(UNSAID)));
    cases.add(
        odd(
            "lines.no-name",
            "A line without a name",
            LINES,
            Change.with(": value"),
            ServerReaction.refusesOr(UNSAID)));
    cases.add(
        odd(
            "lines.bad-name",
            "A name that is no token",
            LINES,
            Change.with("a(b: value"),
            ServerReaction.refusesOr(UNSAID)));
    cases.add(
        odd(
            "lines.nul",
            "A value with a NUL",
            "RFC 9110 §5.5",
            Change.with("X-Nul: a\u0000b"),
            ServerReaction.either()));
  }

  private static Case opened(String id, String what, Change change) {
    return server(id, HEAD, "A request with " + what, change, ServerReaction.opens());
  }

  private static Case odd(
      String id, String title, String clause, Change change, ServerReaction reaction) {
    return server(id, clause, title, change, reaction);
  }

  // ---- cuts

  private static void addCuts(List<Case> cases) {
    cases.add(cut("bytewise", Chop.BYTEWISE));
    cases.add(cut("odd", Chop.ODD));
    cases.add(
        server("cut.lines.lf", "RFC 9112 §2.2", "Lines that end with a line feed alone")
            .step(
                "send a request without any carriage return",
                peer -> {
                  String head = new String(Opening.request(peer).encode(), US_ASCII);
                  peer.sendBytes(head.replace("\r", "").getBytes(US_ASCII), Chop.WHOLE);
                })
            .step(
                "only a server that still waits for a carriage return is sent empty lines",
                RequestBytesCases::endLines)
            .ends(ServerReaction.either()));
  }

  /// RFC 9112 §2.2 lets a server take a line feed alone for the end of a line (MAY), or not.
  private static void endLines(Dialogue peer) throws InterruptedException {
    boolean answered = peer.awaitHead(peer.deadline().orIn(LOOK));
    if (!answered && peer.nothing() instanceof Event.Silence) {
      peer.sendBytes("\r\n\r\n".getBytes(US_ASCII), Chop.WHOLE);
    }
  }

  private static Case cut(String id, Chop chop) {
    return server("cut." + id, HEAD, "A request" + chop)
        .step("send a request" + chop, peer -> peer.sendBytes(Opening.request(peer).encode(), chop))
        .ends(ServerReaction.opens());
  }

  // ---- what comes before and behind

  private static void addNeighbours(List<Case> cases) {
    cases.add(
        server("before.empty-line", "RFC 9112 §2.2", "An empty line before the request")
            .step(
                "send an empty line and a request",
                peer -> sendAll(peer, "\r\n".getBytes(US_ASCII), Opening.request(peer).encode()))
            .ends(ServerReaction.opensOr("to ignore it is a SHOULD")));
    cases.add(
        server("glued.message", "RFC 6455 §4.1", "A message in one write with the request")
            .step(
                "send a request and a message in one write",
                peer ->
                    sendAll(peer, Opening.request(peer).encode(), peer.encode(Frame.text("glued"))))
            .ends(
                ServerReaction.either()
                    .then(
                        "the message comes back (tolerated: nothing does)",
                        RequestBytesCases::expectGlued)));
    cases.add(
        server("glued.request", "RFC 6455 §5.2", "A second request behind the first is no frame")
            .step(
                "send two requests in one write",
                peer ->
                    sendAll(peer, Opening.request(peer).encode(), Opening.request(peer).encode()))
            .ends(
                ServerReaction.either()
                    .then(
                        NO_FRAME + " (tolerated: it takes no notice)",
                        RequestBytesCases::expectNoFrame)));
  }

  private static void sendAll(Dialogue peer, byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    peer.sendBytes(all.toByteArray(), Chop.WHOLE);
  }

  private static void expectGlued(Dialogue server) throws InterruptedException {
    Frame glued = Frame.text("glued");
    Event event = server.peek(server.deadline().orIn(LOOK));
    if (event instanceof Event.Silence || event instanceof Event.Ended) {
      server.score().messages(Judgment.nonStrict(EARLY));
    } else {
      Expectation.of(glued).await(server);
    }
    if (!server.score().decided() && !(event instanceof Event.Ended)) {
      Script.CLOSING.run(server);
    }
  }

  private static void expectNoFrame(Dialogue server) throws InterruptedException {
    boolean dropped = server.peek(server.deadline().orIn(LOOK)) instanceof Event.Silence;
    if (dropped) {
      server.score().messages(Judgment.nonStrict(EARLY));
    }
    (dropped ? Script.CLOSING : NO_FRAME).run(server);
  }

  // ---- limits

  private static void addLimits(List<Case> cases) {
    cases.add(limit("line", "A header of 64 KiB", Change.with("X-Long: " + "x".repeat(64 << 10))));
    cases.add(
        limit(
            "lines",
            "5,000 header lines",
            new Change("with 5,000 lines", RequestBytesCases::manyLines)));
    cases.add(
        limit(
            "target",
            "A target of 64 KiB",
            Change.start(" HTTP/", "?" + "x".repeat(64 << 10) + " HTTP/")));
    cases.add(
        server("limits.endless", HEAD, "A head of 1 MiB that does not end, until it does")
            .alone()
            .probed()
            .step(
                "send 1 MiB of header lines, then the end",
                peer -> Opening.request(peer).sendEndlessly(peer))
            .ends(ServerReaction.either()));
  }

  private static Case limit(String id, String title, Change change) {
    return server("limits." + id, HEAD, title + " is taken or refused")
        .alone()
        .probed()
        .request(change)
        .ends(ServerReaction.either());
  }

  private static RawHead manyLines(RawHead head) {
    return head.with(Collections.nCopies(5000, "X-Many: 1").toArray(String[]::new));
  }
}
