package io.tidewire.protocol;

import static io.tidewire.protocol.ProtocolViolation.protocolError;
import static io.tidewire.protocol.ProtocolViolation.tooBig;

import java.nio.ByteBuffer;

/// Makes messages of data frames (RFC 6455 §5.4), within the limits, with text checked byte by byte
/// as it comes. A message that lies whole in the buffer is lent from there, without a copy.
final class MessageAssembler {
  // No buffer holds more; some virtual machines stop a few bytes short of the largest int.
  private static final int LARGEST_BUFFER = Integer.MAX_VALUE - 8;

  private final boolean parts;
  private final long maxFrame;
  private final long maxMessage;
  private final long maxFragments;
  private final Utf8Validator utf8 = new Utf8Validator();
  private final Gathering gathering;

  // the message in progress
  private long fragments; // frames of it so far; 0 between messages
  private long length; // bytes of it so far, as its headers announced them
  private boolean text;

  MessageAssembler(Limits limits, Delivery delivery, Memory memory) {
    parts = delivery == Delivery.PARTS;
    maxFrame = limits.maxFrame();
    maxMessage = parts ? Long.MAX_VALUE : Math.min(limits.maxMessage(), LARGEST_BUFFER);
    maxFragments = parts ? Long.MAX_VALUE : limits.maxFragments();
    gathering = new Gathering(memory);
  }

  boolean inMessage() {
    return fragments > 0;
  }

  /// A data frame's header has come.
  void startFrame(FrameHeader header) throws ProtocolViolation {
    boolean continues = header.opcode() == Opcode.CONTINUATION.code();
    if (continues && !inMessage()) {
      throw protocolError("a continuation frame has no message to continue"); // RFC 6455 §5.4
    }
    if (!continues && inMessage()) {
      // RFC 6455 §5.4: "The fragments of one message MUST NOT be interleaved between the fragments
      // of another message"
      throw protocolError("a new message begins before the last one ended");
    }
    if (!continues) {
      text = header.opcode() == Opcode.TEXT.code();
    }
    count(header.length());
  }

  private void count(long frameLength) throws ProtocolViolation {
    // RFC 6455 §10.4, and §7.4.1 for the code
    if (frameLength > maxFrame) {
      throw tooBig("a frame is over the limit of " + maxFrame + " bytes");
    }
    if (frameLength > maxMessage - length) {
      throw tooBig("a message is over the limit of " + maxMessage + " bytes");
    }
    if (fragments == maxFragments) {
      throw tooBig("a message is over the limit of " + maxFragments + " fragments");
    }
    fragments++;
    length += frameLength;
  }

  /// A piece of a data frame has come, unmasked.
  void add(ByteBuffer in, FrameDecoder frame, EngineListener listener) throws ProtocolViolation {
    boolean last = frame.endsMessage();
    if (text) {
      checkText(in, frame.from(), frame.to(), last);
    }
    if (parts) {
      lendPart(in, frame, last, listener);
    } else if (last && gathering.isEmpty()) {
      lend(in, frame, true, listener);
    } else {
      gather(in, frame, last, listener);
    }
  }

  // RFC 6455 §8.1
  private void checkText(ByteBuffer in, int from, int to, boolean last) throws ProtocolViolation {
    if (utf8.firstBadByte(in, from, to) >= 0) {
      throw new ProtocolViolation(CloseCode.INVALID_DATA, "a text message is not valid UTF-8");
    }
    if (last && !utf8.atCharacterEnd()) {
      throw new ProtocolViolation(
          CloseCode.INVALID_DATA, "a text message ends in the middle of a UTF-8 character");
    }
  }

  private void lendPart(ByteBuffer in, FrameDecoder frame, boolean last, EngineListener listener) {
    if (last || frame.to() > frame.from()) {
      lend(in, frame, last, listener);
    }
  }

  private void lend(ByteBuffer in, FrameDecoder frame, boolean last, EngineListener listener) {
    if (last) {
      endMessage();
    }
    int limit = in.limit();
    int to = frame.to();
    in.limit(to).position(frame.from());
    listener.onData(text, last, in);
    in.limit(limit).position(to);
  }

  private void gather(ByteBuffer in, FrameDecoder frame, boolean last, EngineListener listener)
      throws ProtocolViolation {
    gathering.add(in, frame.from(), frame.to(), room(frame));
    if (last) {
      endMessage();
      ByteBuffer message = gathering.handOver();
      try {
        listener.onData(text, true, message);
      } finally {
        gathering.giveBack(message);
      }
    }
  }

  // A last frame tells the message's length. Before that, doubling keeps many small fragments from
  // being copied at each of them.
  private long room(FrameDecoder frame) {
    return frame.header().fin() ? length : Math.min(maxMessage, 2 * length);
  }

  // Comes before the listener is called, which may throw, or end the connection. The check of text
  // is ready for the next one, since text ends with a whole character.
  private void endMessage() {
    fragments = 0;
    length = 0;
  }

  /// Forgets the message in progress and gives back its memory.
  void release() {
    gathering.release();
    endMessage();
  }
}
