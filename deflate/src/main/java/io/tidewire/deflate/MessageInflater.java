package io.tidewire.deflate;

import io.tidewire.protocol.Decompressor;
import java.nio.ByteBuffer;

/// Inflates the compressed messages that one connection receives (RFC 7692 §7.2.2). Streaming: the
/// payload may come in any pieces, and what comes out is as much as there is room for, so that a
/// caller who offers no more room than its limit is safe from bombs.
///
/// ```java
/// switch (inflater.decompress(payload, out, frame.fin())) { ... }
/// ```
///
/// What the peer sends never throws. For the event loop's thread alone.
public final class MessageInflater implements Decompressor {
  private static final ByteBuffer TAIL =
      ByteBuffer.allocateDirect(4).putInt(0x0000ffff).flip().asReadOnlyBuffer();

  private final Shelf<InflateContext> shelf;
  private final boolean takeover;
  private final Budget budget;

  // Null between messages without takeover, and before the first one with it.
  private InflateContext context;

  // Nothing has come since the message began, or since a block with BFINAL ended.
  private boolean blank = true;

  // There was no memory in the midst of a message, which cannot go on.
  private boolean starved;

  // What was wrong; null while nothing is.
  private String fault;

  private boolean closed;

  MessageInflater(Shelf<InflateContext> shelf, boolean takeover, Budget budget) {
    this.shelf = shelf;
    this.takeover = takeover;
    this.budget = budget;
  }

  /// Inflates more of the message.
  ///
  /// @param in the payload's next bytes, unmasked; what is in direct memory costs one copy less
  /// @param out takes the message
  /// @param last whether the message ends with `in`
  /// @throws IllegalStateException when closed
  @Override
  public Progress decompress(ByteBuffer in, ByteBuffer out, boolean last) {
    if (closed) {
      throw new IllegalStateException("the connection is closed");
    }
    if (fault != null) {
      return Progress.CORRUPT;
    }
    if (context == null && !starved) {
      context = takeover ? shelf.create() : shelf.take(budget);
    }
    return context == null ? Progress.NO_MEMORY : runOrStarve(in, out, last);
  }

  // zlib allocates the window with the first bytes that come out.
  private Progress runOrStarve(ByteBuffer in, ByteBuffer out, boolean last) {
    try {
      return run(in, out, last);
    } catch (OutOfMemoryError e) {
      starved = true;
      release();
      return Progress.NO_MEMORY;
    }
  }

  private Progress run(ByteBuffer in, ByteBuffer out, boolean last) {
    do {
      if (!out.hasRemaining()) {
        return Progress.MORE_ROOM;
      }
      blank &= !in.hasRemaining();
      if (!step(in, out)) {
        return corrupt(context.fault());
      }
    } while (in.hasRemaining());
    if (!out.hasRemaining()) {
      return Progress.MORE_ROOM; // the context may hold more
    }
    return last ? endMessage(out) : Progress.MORE_INPUT;
  }

  private boolean step(ByteBuffer in, ByteBuffer out) {
    InflateContext.Step step = context.inflate(in, out);
    // RFC 7692 §7.2.3.4: a block with BFINAL set may come anywhere, and more blocks after it
    if (step == InflateContext.Step.FINAL_BLOCK) {
      context.continueAfterFinalBlock();
      blank = true;
    }
    return step != InflateContext.Step.CORRUPT;
  }

  // RFC 7692 §7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the
  // message." They complete an empty block, so nothing comes out. A message that is empty, or ends
  // with a block with BFINAL set and not with the octet that §7.2.3.4 adds to it, is whole without
  // them.
  private Progress endMessage(ByteBuffer out) {
    if (!blank) {
      int end = out.position();
      boolean sound = step(TAIL.duplicate(), out);
      if (!sound || blank || out.position() > end || !context.atBlockBoundary()) {
        out.position(end);
        return corrupt("the message ends in the middle of a block");
      }
    }
    blank = true;
    if (!takeover) {
      giveBack();
    }
    return Progress.COMPLETE;
  }

  private Progress corrupt(String what) {
    fault = what;
    release();
    return Progress.CORRUPT;
  }

  /// What is wrong with what the peer sent, in a few plain words without its bytes; null while
  /// nothing is.
  @Override
  public String fault() {
    return fault;
  }

  private void giveBack() {
    shelf.give(context, budget);
    context = null;
  }

  private void release() {
    if (context == null) {
      return;
    }
    if (takeover) {
      context.close();
      context = null;
    } else {
      giveBack();
    }
  }

  void close() {
    closed = true;
    release();
  }
}
