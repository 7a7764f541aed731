package io.tidewire.protocol;

import java.nio.ByteBuffer;

/// Cuts what arrives into frames and unmasks them where they lie. It gives out each frame in
/// pieces, as its bytes come: a frame that lies whole in a buffer is one piece.
final class FrameDecoder {
  // The first bytes of a header whose rest has not come; position 0 when there are none.
  private final ByteBuffer cutHeader = ByteBuffer.allocate(FrameHeader.MAX_SIZE);

  // Null when nobody watches.
  private FrameObserver observer;

  // the frame being read, or the last one
  private final FrameHeader header;
  private long missing; // payload bytes that have not come yet; 0 between frames
  private int key; // turned so that its first byte is for the next payload byte

  // the current piece of its payload, as indices into the buffer given to next()
  private int from;
  private int to;
  private boolean starts;

  // The most bytes that a piece may have.
  private int largestPiece = Integer.MAX_VALUE;

  FrameDecoder(Role receiver) {
    header = new FrameHeader(receiver);
  }

  void observe(FrameObserver observer) {
    this.observer = observer;
  }

  /// See [FrameHeader#allowCompression].
  void allowCompression() {
    header.allowCompression();
  }

  /// Cuts frames into pieces of at most this many bytes, for what comes of a piece may be many
  /// times its size.
  void limitPieces(int bytes) {
    largestPiece = bytes;
  }

  /// Goes to the next piece of a frame: one comes when a header is complete, be it without any
  /// payload yet, and whenever more payload has come. Moves the buffer's position behind it.
  ///
  /// @return false when all that is in the buffer has been used up
  boolean next(ByteBuffer in) throws ProtocolViolation {
    starts = missing == 0;
    if (starts ? !readHeader(in) : !in.hasRemaining()) {
      return false;
    }
    from = in.position();
    to = from + (int) Math.min(missing, Math.min(largestPiece, in.remaining()));
    missing -= to - from;
    in.position(to);
    return true;
  }

  private boolean readHeader(ByteBuffer in) throws ProtocolViolation {
    if (!parseHeader(in)) {
      return false;
    }
    missing = header.length();
    key = header.key();
    if (observer != null) {
      observer.frame(
          false, header.fin(), header.rsv(), header.opcode(), header.isMasked(), header.length());
    }
    return true;
  }

  private boolean parseHeader(ByteBuffer in) throws ProtocolViolation {
    if (cutHeader.position() > 0) {
      return completeHeader(in);
    }
    int at = in.position();
    int size = header.parse(in, at, in.remaining());
    if (size == 0) {
      cutHeader.put(in);
      return false;
    }
    in.position(at + size);
    return true;
  }

  private boolean completeHeader(ByteBuffer in) throws ProtocolViolation {
    while (in.hasRemaining()) {
      cutHeader.put(in.get());
      if (header.parse(cutHeader, 0, cutHeader.position()) > 0) {
        cutHeader.clear();
        return true;
      }
    }
    return false;
  }

  /// Unmasks the current piece in place; to be called once for each piece.
  void unmask(ByteBuffer in) {
    if (key != 0) {
      Masking.apply(key, in, from, to);
      key = Masking.turn(key, to - from);
    }
  }

  /// The header of the current piece's frame.
  FrameHeader header() {
    return header;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /// Whether the current piece comes with its frame's header.
  boolean startsFrame() {
    return starts;
  }

  /// Whether the frame is complete with the current piece.
  boolean endsFrame() {
    return missing == 0;
  }

  /// Whether the message is complete with the current piece of a data frame.
  boolean endsMessage() {
    return missing == 0 && header.fin();
  }

  /// Whether a frame has begun and not ended, be it with the first byte of its header.
  boolean inFrame() {
    return missing > 0 || cutHeader.position() > 0;
  }
}
