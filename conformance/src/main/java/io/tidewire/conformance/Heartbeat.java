package io.tidewire.conformance;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/// Tells the pings and pongs of a script from those of a peer's own: it may send either whenever it
/// likes (RFC 6455 §5.5.2, §5.5.3), so no script has to expect them. A ping is answered here.
final class Heartbeat {
  private final Dialogue peer;

  // Payloads that we sent.
  private final Set<ByteBuffer> pings = new HashSet<>();
  private final Set<ByteBuffer> pongs = new HashSet<>();

  private boolean quiet;
  private boolean closed;
  private int strays;

  Heartbeat(Dialogue peer) {
    this.peer = peer;
  }

  /// Keeps in mind what the script sends. Behind a close frame, or amid a frame, no pong can
  /// follow.
  void sending(Frame frame) {
    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
    switch (frame.opcode()) {
      case Opcode.PING -> pings.add(payload);
      case Opcode.PONG -> pongs.add(payload);
      default -> quiet |= frame.opcode() == Opcode.CLOSE;
    }
    quiet |= frame.declared() != frame.payload().length;
  }

  /// From now on pings stay without an answer.
  void keepQuiet() {
    quiet = true;
  }

  /// How many pongs came that answer no ping of ours.
  int strays() {
    return strays;
  }

  /// Whether an event is the peer's own affair. Nothing is behind its close frame.
  boolean takes(Event event) {
    closed |= event instanceof Event.Closed;
    return !closed
        && event instanceof Event.Got(Frame frame)
        && switch (frame.opcode()) {
          case Opcode.PING -> answered(frame);
          case Opcode.PONG -> isStray(ByteBuffer.wrap(frame.payload()));
          default -> false;
        };
  }

  private boolean answered(Frame ping) {
    if (!quiet) {
      byte[] pong = ping.as(Opcode.PONG).encode(peer.side(), peer.randomBytes(4));
      peer.sendBytes(pong, Chop.WHOLE);
    }
    return true;
  }

  /// An empty pong is more likely the peer's own than the answer to an empty one of ours.
  private boolean isStray(ByteBuffer pong) {
    if (pings.contains(pong)) {
      return false;
    } else if (pong.hasRemaining() && pongs.contains(pong)) {
      peer.score().messages(Judgment.nonStrict("answered a pong (RFC 6455 §5.5.3: not expected)"));
    }
    strays++;
    return true;
  }
}
