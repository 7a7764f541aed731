package io.tidewire.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One connection with the peer under test, as the steps of a script see it. For use by one thread.
final class Dialogue {
  private static final int MAX_HEAD = 64 << 10;

  /// What a client chooses anew for each connection.
  static final String KEY = "Sec-WebSocket-Key";

  static final String MASKING_KEY = "masking key";

  private final Trial trial;
  private final Side side;
  private final Wire wire;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final ByteQueue received = new ByteQueue();
  private final FrameReader frames;
  private final Receiver receiver = new Receiver();
  private final Heartbeat heartbeat = new Heartbeat(this);
  private Optional<Deflation> deflation = Optional.empty();
  private final String key;
  private int window;
  private Head head = Head.NONE;
  private Optional<Event> seen = Optional.empty();

  /// @param side which end we are
  Dialogue(Trial trial, Side side, Wire wire) {
    this.trial = trial;
    this.side = side;
    this.wire = wire;
    frames = new FrameReader(received, side.other());
    key = Base64.getEncoder().encodeToString(randomBytes(16));
  }

  Side side() {
    return side;
  }

  Wire wire() {
    return wire;
  }

  Score score() {
    return trial.score();
  }

  Deadline deadline() {
    return trial.deadline();
  }

  /// The peer has done one of many things: the time for the next is that of a case, as long as all
  /// take no longer than [Trial#LONGEST] cases.
  void keepsUp() {
    trial.keepsUp();
  }

  /// The peer's own pings and pongs, which no script sees.
  Heartbeat heartbeat() {
    return heartbeat;
  }

  /// The server under test.
  Target target() {
    return trial.target();
  }

  /// The `Sec-WebSocket-Key` of our request.
  String key() {
    return key;
  }

  /// The peer's request or response, once [#readHead] has read it.
  Head head() {
    return head;
  }

  /// The masking keys of the peer's first frames, in their order.
  List<Integer> maskingKeys() {
    return frames.keys();
  }

  /// Whether the client has shown the same on an earlier connection, which it may not.
  ///
  /// @param what it is that has to differ
  boolean seenBefore(String what, Object value) {
    return trial.seen().contains(what + " " + value);
  }

  /// Keeps in mind what the client has to choose anew for its next connection.
  void remember() {
    head.first(KEY).ifPresent(value -> trial.seen().add(KEY + " " + value));
    maskingKeys().stream().limit(1).forEach(first -> trial.seen().add(MASKING_KEY + " " + first));
  }

  byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Opens one more connection to the server under test, which ends with the case.
  Dialogue another(Opening opening) throws IOException, InterruptedException {
    Dialogue other = trial.connect();
    opening.open(other);
    return other;
  }

  // ---- permessage-deflate

  /// From now on messages may be compressed, both ways.
  void agree(DeflateTerms terms) {
    Side from = side.other();
    receiver.agree(new Inflation(terms.windowBits(from), terms.takeover(from)));
    Deflation ours = new Deflation(terms.windowBits(side), terms.takeover(side));
    trial.atEnd(ours::close);
    window = 1 << terms.windowBits(side);
    deflation = Optional.of(ours);
  }

  /// How far back what we send may reach, in bytes.
  int window() {
    return window;
  }

  /// A message as it is sent now: what it shares with earlier ones is left out where that is
  /// agreed.
  Frame compressed(Frame message) {
    byte[] payload = deflation.orElseThrow().deflate(message.payload());
    return Frame.of(message.opcode(), payload).withRsv(Frame.RSV1);
  }

  // ---- sending

  /// Sends frames, cut into pieces regardless of where one ends. Where the peer has gone, what
  /// comes next shows it, and the log tells.
  ///
  /// @return whether the system took all of it
  boolean send(Chop chop, Frame... some) {
    return sendBytes(encode(some), chop);
  }

  /// The bytes of frames that are about to be sent.
  byte[] encode(Frame... some) {
    if (some.length == 1) {
      return encodeWith(randomBytes(4), some[0]);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Frame frame : some) {
      bytes.writeBytes(encodeWith(randomBytes(4), frame));
    }
    return bytes.toByteArray();
  }

  /// The same, with this masking key, where we mask.
  byte[] encodeWith(byte[] key, Frame frame) {
    heartbeat.sending(frame);
    return frame.encode(side, key);
  }

  /// As [#send], anything at all.
  boolean sendBytes(byte[] bytes, Chop chop) {
    return wire.send(bytes, chop);
  }

  // ---- receiving

  /// Reads the peer's head, in the time of the case.
  ///
  /// @return false, and it is judged, when there is none
  boolean readHead() throws InterruptedException {
    boolean came = awaitHead();
    if (!came) {
      score().messages(Judgment.failed("no answer to the handshake, but " + nothing()));
    }
    return came;
  }

  /// Reads the peer's head, in the time of the case.
  ///
  /// @return false when there is none: [#nothing] tells more
  boolean awaitHead() throws InterruptedException {
    return awaitHead(deadline());
  }

  boolean awaitHead(Deadline until) throws InterruptedException {
    if (!head.equals(Head.NONE)) {
      return true;
    }
    int end = headEnd();
    while (end == 0 && received.size() < MAX_HEAD && fill(until)) {
      end = headEnd();
    }
    if (end > 0) {
      head = Head.parse(received.take(end));
    }
    return end > 0;
  }

  /// What comes next, without taking it, in the time of the case.
  Event peek() throws InterruptedException {
    return peek(deadline());
  }

  Event peek(Deadline until) throws InterruptedException {
    while (seen.isEmpty()) {
      Optional<Frame> frame = frames.next();
      if (frame.isPresent()) {
        seen = receiver.receive(frame.get()).filter(event -> !heartbeat.takes(event));
      } else if (!fill(until)) {
        return nothing();
      }
    }
    return seen.get();
  }

  /// Takes what [#peek] has shown.
  void take() {
    seen = Optional.empty();
  }

  /// Why nothing comes: the end of TCP, or of the time.
  Event nothing() {
    return wire.end() == TcpEnd.OPEN ? new Event.Silence() : new Event.Ended(wire.end());
  }

  private boolean fill(Deadline until) throws InterruptedException {
    Optional<byte[]> bytes = wire.receive(until);
    bytes.ifPresent(received::add);
    return bytes.isPresent();
  }

  /// Where the head ends, whatever ends its lines, or 0 while it has not.
  private int headEnd() {
    for (int i = 2; i < received.size(); i++) {
      int before = received.at(i - 1) == '\r' ? i - 2 : i - 1;
      if (received.at(i) == '\n' && received.at(before) == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
