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
  private final long maxEmpty;
  private final Utf8Validator utf8 = new Utf8Validator();
  private final Gathering gathering;

  // Restores compressed messages, through a buffer that others use too; null where compression was
  // not agreed on.
  private Decompressor decompressor;
  private ByteBuffer scratch;

  // the message in progress
  private long fragments; // frames of it so far; 0 between messages
  private long empty; // those of them that carried nothing
  private long length; // bytes of it so far: as its headers announced them, or as they are restored
  private boolean text;
  private boolean compressed;

  MessageAssembler(Limits limits, Delivery delivery, Memory memory) {
    parts = delivery == Delivery.PARTS;
    maxFrame = limits.maxFrame();
    maxMessage = parts ? Long.MAX_VALUE : Math.min(limits.maxMessage(), LARGEST_BUFFER);
    maxFragments = parts ? Long.MAX_VALUE : limits.maxFragments();
    maxEmpty = limits.maxFragments();
    gathering = new Gathering(memory);
  }

  boolean inMessage() {
    return fragments > 0;
  }

  /// Whether messages are handed on in parts.
  boolean deliversParts() {
    return parts;
  }

  /// See [Engine#useCompression].
  void useCompression(Decompressor decompressor, ByteBuffer scratch) {
    this.decompressor = decompressor;
    this.scratch = scratch;
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
      compressed = header.isCompressed();
    }
    countFrame(header.length());
  }

  private void countFrame(long frameLength) throws ProtocolViolation {
    // What does not compress grows when it is compressed all the same: by an eighth at most.
    long growth = compressed ? maxFrame / 8 : 0;
    // RFC 6455 §10.4, and §7.4.1 for the code
    if (frameLength - growth > maxFrame) {
      throw tooBig("a frame is over the limit of " + maxFrame + " bytes");
    }
    if (fragments == maxFragments) {
      throw tooBig("a message is over the limit of " + maxFragments + " fragments");
    }
    // A message in parts may be endless, but a peer has to say something in it.
    if (frameLength == 0 && ++empty > maxEmpty) {
      throw tooBig("a message is over the limit of " + maxEmpty + " empty fragments");
    }
    fragments++;
    if (!compressed) {
      count(frameLength);
    }
  }

  // Bytes of the message itself: what a compressed one has is known only when it is restored.
  private void count(long bytes) throws ProtocolViolation {
    if (bytes > maxMessage - length) {
      throw tooBig("a message is over the limit of " + maxMessage + " bytes");
    }
    length += bytes;
  }

  /// A piece of a data frame has come, unmasked.
  void add(ByteBuffer in, FrameDecoder frame, EngineListener listener) throws ProtocolViolation {
    boolean last = frame.endsMessage();
    if (compressed) {
      restore(in, frame.from(), frame.to(), last, listener);
    } else {
      // A last frame tells the message's length.
      take(in, frame.from(), frame.to(), last, frame.header().fin(), listener);
    }
  }

  // Each scratch full of a compressed message is taken before the next is restored, and none is
  // restored beyond the limit: a bomb stops there.
  private void restore(ByteBuffer in, int from, int to, boolean last, EngineListener listener)
      throws ProtocolViolation {
    int limit = in.limit();
    in.limit(to).position(from);
    Decompressor.Progress progress;
    do {
      // One byte more than may come, so that it shows.
      scratch.clear().limit((int) Math.min(scratch.capacity() - 1, maxMessage - length) + 1);
      progress = checked(decompressor.decompress(in, scratch, last));
      int restored = scratch.position();
      count(restored);
      boolean done = progress == Decompressor.Progress.COMPLETE;
      scratch.clear();
      take(scratch, 0, restored, done, done, listener);
      // Not so any more when the listener has ended the connection.
    } while (progress == Decompressor.Progress.MORE_ROOM && inMessage());
    in.limit(limit).position(to);
  }

  private Decompressor.Progress checked(Decompressor.Progress progress) throws ProtocolViolation {
    return switch (progress) {
      // RFC 7692 leaves the code open; RFC 6455 §7.4.1 has 1007 for "data within a message that was
      // not consistent with the type of the message".
      case CORRUPT ->
          throw new ProtocolViolation(
              CloseCode.INVALID_DATA, "a compressed message is damaged: " + decompressor.fault());
      case NO_MEMORY ->
          throw new ProtocolViolation(
              CloseCode.TRY_AGAIN_LATER, "no memory left for compressed messages");
      default -> progress;
    };
  }

  // The next bytes of the message. With `whole` its length is known: this is its last frame.
  private void take(
      ByteBuffer in, int from, int to, boolean last, boolean whole, EngineListener listener)
      throws ProtocolViolation {
    if (text) {
      checkText(in, from, to, last);
    }
    if (parts ? last || to > from : last && gathering.isEmpty()) {
      lend(in, from, to, last, listener);
    } else if (!parts) {
      // Before the length is known, doubling keeps many small pieces from being copied at each.
      gathering.add(in, from, to, whole ? length : Math.min(maxMessage, 2 * length));
      if (last) {
        lendGathered(listener);
      }
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

  private void lend(ByteBuffer in, int from, int to, boolean last, EngineListener listener) {
    if (last) {
      endMessage();
    }
    int limit = in.limit();
    in.limit(to).position(from);
    listener.onData(text, last, in);
    in.limit(limit).position(to);
  }

  private void lendGathered(EngineListener listener) {
    endMessage();
    ByteBuffer message = gathering.handOver();
    try {
      listener.onData(text, true, message);
    } finally {
      gathering.giveBack(message);
    }
  }

  // Comes before the listener is called, which may throw, or end the connection. The check of text
  // is ready for the next one, since text ends with a whole character.
  private void endMessage() {
    fragments = 0;
    empty = 0;
    length = 0;
  }

  /// Forgets the message in progress and gives back its memory.
  void release() {
    gathering.release();
    endMessage();
  }
}
