package io.tidewire.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tidewire.load.Answers.BadAnswer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Restores the compressed messages of one connection and compares them. With context takeover each
/// needs those before it, so one connection restores all of its own, and the others none.
final class Restorer implements AutoCloseable {
  // RFC 7692 §7.2.2
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final Inflater inflater = new Inflater(true);
  private final ByteBuf restored;

  Restorer(int bytes) {
    restored = Unpooled.buffer(Math.min(bytes, 64 << 10));
  }

  /// Takes the next bytes of a message, and leaves `in` as it is.
  void restore(ByteBuf in, int length, Comparison comparison) throws BadAnswer {
    inflater.setInput(in.nioBuffer(in.readerIndex(), length));
    drain(comparison);
  }

  void end(Comparison comparison) throws BadAnswer {
    inflater.setInput(TAIL);
    drain(comparison);
  }

  private void drain(Comparison comparison) throws BadAnswer {
    try {
      while (true) {
        int count = inflater.inflate(restored.array(), 0, restored.capacity());
        if (count == 0) {
          return;
        }
        comparison.next(restored.setIndex(0, count), count);
      }
    } catch (DataFormatException e) {
      throw new BadAnswer("an answer is not DEFLATE data: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
