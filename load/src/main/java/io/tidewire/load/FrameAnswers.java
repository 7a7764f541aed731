package io.tidewire.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// A WebSocket server's answers: goes from frame to frame, looks at each header, and passes over
/// the payloads of all but the samples.
final class FrameAnswers implements Answers {
  private static final int LARGEST_HEADER = 10;

  private final int connection;
  private final Messages messages;
  private final FrameFormat format;
  private final Payload payload;
  private final ControlFrames controls;
  private final Comparison comparison = new Comparison();
  // Where everything is looked at, compressed messages can be restored; else null.
  private final Restorer restorer;

  // A header whose rest has not come, or a control frame's payload.
  private final ByteBuf cut = Unpooled.buffer(LARGEST_HEADER, 125);

  // the frame being read
  private boolean inFrame;
  private int byte0;
  private long missing;

  // the message being read, or the next one
  private long number;
  private long length;
  private boolean begun;
  private boolean compressed;
  private boolean compared;

  FrameAnswers(
      int connection,
      Messages messages,
      FrameFormat format,
      Payload payload,
      ControlFrames controls) {
    this.connection = connection;
    this.messages = messages;
    this.format = format;
    this.payload = payload;
    this.controls = controls;
    this.restorer = format.compressed() && connection == 0 ? new Restorer(payload.bytes()) : null;
  }

  /// What is to be done about a server's control frames.
  interface ControlFrames {
    void ping(byte[] data);

    /// The server has sent a close frame.
    ///
    /// @param code 1005 when there is none in it
    void close(int code, String reason);
  }

  @Override
  public int take(ByteBuf in) throws BadAnswer {
    int ended = 0;
    while (inFrame || header(in)) {
      int piece = (int) Math.min(missing, in.readableBytes());
      missing -= piece;
      payload(in, piece);
      if (missing > 0) {
        return ended;
      }
      inFrame = false;
      ended += endFrame();
    }
    return ended;
  }

  // ---- headers

  /// @return false when not all of it is there
  private boolean header(ByteBuf in) throws BadAnswer {
    if (cut.isReadable()) {
      return cutHeader(in);
    }
    int size = in.readableBytes() < 2 ? LARGEST_HEADER : size(in.getByte(in.readerIndex() + 1));
    if (in.readableBytes() < size) {
      cut.writeBytes(in);
      return false;
    }
    begin(in);
    return true;
  }

  private boolean cutHeader(ByteBuf in) throws BadAnswer {
    while (in.isReadable()) {
      cut.writeByte(in.readByte());
      if (cut.readableBytes() >= 2 && cut.readableBytes() == size(cut.getByte(1))) {
        begin(cut);
        cut.clear();
        return true;
      }
    }
    return false;
  }

  private static int size(byte byte1) {
    return switch (byte1 & 0x7F) {
      case 126 -> 4;
      case 127 -> 10;
      default -> 2;
    };
  }

  private void begin(ByteBuf header) throws BadAnswer {
    byte0 = header.readByte() & 0xFF;
    int byte1 = header.readByte() & 0xFF;
    if ((byte1 & FrameFormat.MASK) != 0) {
      throw new BadAnswer("the server masks its frames");
    }
    missing =
        switch (byte1) {
          case 126 -> header.readUnsignedShort();
          case 127 -> header.readLong();
          default -> byte1;
        };
    inFrame = true;
    if (isControl()) {
      beginControl();
    } else {
      beginData();
    }
  }

  private boolean isControl() {
    return (byte0 & 0x08) != 0;
  }

  private void beginControl() throws BadAnswer {
    if (missing > 125) {
      throw new BadAnswer("the server sends a control frame of " + missing + " bytes");
    }
  }

  private void beginData() throws BadAnswer {
    if (begun == ((byte0 & 0x0F) != FrameFormat.CONTINUATION)) {
      throw unexpected();
    }
    if (!begun) {
      beginMessage();
    }
    length += missing;
    if (!compressed && length > payload.bytes()) {
      throw new BadAnswer("message " + number + " came back longer than it was sent");
    }
  }

  private void beginMessage() throws BadAnswer {
    compressed = (byte0 & FrameFormat.RSV1) != 0;
    boolean allowed = !compressed || format.compressed();
    if ((byte0 & 0x3F) != format.opcode() || !allowed) {
      throw unexpected();
    }
    begun = true;
    length = 0;
    compared = compressed ? restorer != null : Answers.sampled(number, connection);
    if (compared) {
      comparison.begin(messages.payload(number), number);
    }
  }

  private BadAnswer unexpected() {
    return new BadAnswer(
        "message %d came back with a frame that begins with %02x".formatted(number, byte0));
  }

  // ---- payloads

  private void payload(ByteBuf in, int piece) throws BadAnswer {
    if (isControl()) {
      cut.writeBytes(in, piece);
      return;
    }
    if (compared) {
      if (compressed) {
        restorer.restore(in, piece, comparison);
      } else {
        comparison.next(in, piece);
      }
    }
    in.skipBytes(piece);
  }

  /// @return how many messages ended with the frame: 1 or 0
  private int endFrame() throws BadAnswer {
    if (isControl()) {
      endControl();
      return 0;
    }
    if ((byte0 & FrameFormat.FIN) == 0) {
      return 0;
    }
    endMessage();
    return 1;
  }

  private void endMessage() throws BadAnswer {
    if (!compressed && length != payload.bytes()) {
      throw new BadAnswer("message " + number + " came back shorter than it was sent");
    }
    if (compared) {
      if (compressed) {
        restorer.end(comparison);
      }
      comparison.end();
    }
    begun = false;
    number++;
  }

  private void endControl() {
    byte[] data = new byte[cut.readableBytes()];
    cut.readBytes(data).clear();
    switch (byte0 & 0x0F) {
      case FrameFormat.PING -> controls.ping(data);
      case FrameFormat.CLOSE -> close(data);
      default -> {} // a pong that nobody asked for
    }
  }

  private void close(byte[] data) {
    if (data.length < 2) {
      controls.close(1005, "");
    } else {
      int code = (data[0] & 0xFF) << 8 | (data[1] & 0xFF);
      controls.close(code, new String(data, 2, data.length - 2, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    if (restorer != null) {
      restorer.close();
    }
  }
}
