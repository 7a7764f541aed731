package io.tidewire.load;

import io.netty.buffer.ByteBuf;
import io.tidewire.load.Answers.BadAnswer;

/// Compares a message that comes in pieces with what it should be.
final class Comparison {
  private ByteBuf expected;
  private long number;
  private int at;

  /// Begins with another message.
  void begin(ByteBuf message, long messageNumber) {
    expected = message;
    number = messageNumber;
    at = 0;
  }

  /// Compares the next bytes of `in`, and leaves it as it is.
  void next(ByteBuf in, int length) throws BadAnswer {
    if (length > expected.readableBytes() - at) {
      throw new BadAnswer("message " + number + " came back longer than it was sent");
    }
    int different =
        in.nioBuffer(in.readerIndex(), length)
            .mismatch(expected.nioBuffer(expected.readerIndex() + at, length));
    if (different >= 0) {
      throw new BadAnswer(
          "message %d came back changed: byte %d is %02x, not %02x"
              .formatted(
                  number,
                  at + different,
                  in.getByte(in.readerIndex() + different),
                  expected.getByte(expected.readerIndex() + at + different)));
    }
    at += length;
  }

  void end() throws BadAnswer {
    if (at != expected.readableBytes()) {
      throw new BadAnswer("message " + number + " came back shorter than it was sent");
    }
  }
}
