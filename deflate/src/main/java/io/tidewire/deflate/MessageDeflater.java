package io.tidewire.deflate;

import java.nio.ByteBuffer;

/// Compresses the messages that one connection sends (RFC 7692 §7.2.1). Streaming: what comes out
/// is the payload of one message, in as many pieces as the caller likes.
///
/// ```java
/// if (deflater.begin()) {
///   while (!deflater.deflate(message, out, Flush.MESSAGE)) { /* send out, or make it larger */ }
/// }
/// ```
///
/// For the event loop's thread alone.
public final class MessageDeflater {
  /// The least room in bytes that `out` must have.
  public static final int MIN_ROOM = 16;

  private static final int TAIL = 4;

  /// What has to be written before [MessageDeflater#deflate] is done.
  public enum Flush {
    /// As much as is worth it. More of the message follows.
    NONE,
    /// All that the peer needs to read what was given so far. More of the message follows. Costs 5
    /// bytes or so.
    PART,
    /// The rest of the message.
    MESSAGE
  }

  private final Shelf<DeflateContext> shelf;
  private final boolean takeover;
  private final Budget budget;

  // Null between messages without takeover, and before the first one with it.
  private DeflateContext context;

  // Whether a message is begun.
  private boolean begun;

  // Whether the context has anything to forget.
  private boolean used;

  // The last bytes written while a message is flushed, which may be the tail; null when none are.
  private byte[] held;
  private boolean closed;

  MessageDeflater(Shelf<DeflateContext> shelf, boolean takeover, Budget budget) {
    this.shelf = shelf;
    this.takeover = takeover;
    this.budget = budget;
  }

  /// Makes ready for a message. Nothing is taken for it when one is begun already.
  ///
  /// @return false when the budget is used up, or the machine's memory; the message then has to go
  ///   uncompressed
  /// @throws IllegalStateException when closed
  public boolean begin() {
    if (closed) {
      throw new IllegalStateException("the connection is closed");
    }
    if (context == null) {
      context = takeover ? shelf.create() : shelf.take(budget);
    }
    begun = context != null;
    return begun;
  }

  /// Compresses more of the message, until `in` is used up and flushed as asked, or `out` is full.
  /// Once done with [Flush#MESSAGE], another one may begin.
  ///
  /// @param in the message's next bytes; what is in direct memory costs one copy less
  /// @param out with room for [#MIN_ROOM] bytes
  /// @return whether it is done; else the same call has to follow with more room in `out` and what
  ///   is left of `in`
  /// @throws IllegalStateException when no message is begun
  /// @throws IllegalArgumentException when there is too little room
  public boolean deflate(ByteBuffer in, ByteBuffer out, Flush flush) {
    if (!begun) {
      throw new IllegalStateException("no message is begun");
    }
    if (out.remaining() < MIN_ROOM) {
      throw new IllegalArgumentException("too little room: " + out.remaining() + " bytes");
    }
    int start = out.position();
    restoreHeld(out);
    used = true;
    boolean done = context.deflate(in, out, zlib(flush));
    if (flush == Flush.MESSAGE && done) {
      endMessage(out, start);
    } else if (flush == Flush.MESSAGE) {
      hold(out);
    }
    return done;
  }

  private static int zlib(Flush flush) {
    return flush == Flush.NONE ? DeflateContext.NO_FLUSH : DeflateContext.SYNC_FLUSH;
  }

  // A flush ends with the bytes that §7.2.1 takes off, wherever `out` ends.
  private void hold(ByteBuffer out) {
    held = new byte[TAIL];
    out.position(out.position() - TAIL).get(out.position(), held);
  }

  private void restoreHeld(ByteBuffer out) {
    if (held != null) {
      out.put(held);
      held = null;
    }
  }

  // RFC 7692 §7.2.1: "Remove 4 octets (that are 0x00 0x00 0xff 0xff) from the tail end." Where the
  // flush had nothing to write, the last one's octets are sent already, and a block is needed of
  // which they can be taken off: the 0x00 of §7.2.3.6.
  private void endMessage(ByteBuffer out, int start) {
    if (out.position() == start) {
      out.put((byte) 0);
    } else {
      out.position(out.position() - TAIL);
    }
    begun = false;
    if (!takeover) {
      giveBack();
    }
  }

  private void giveBack() {
    shelf.give(context, budget);
    context = null;
  }

  /// Gives up the message in progress, if there is one, and starts the next from an empty window.
  /// That is always allowed, and needed when the peer's window has gone on without this one: after
  /// a message that was compressed elsewhere, and after one that was compressed here and not sent.
  /// Again and again it costs nothing.
  public void reset() {
    begun = false;
    held = null;
    if (context != null && !takeover) {
      giveBack();
    } else if (context != null && used) {
      context.reset();
    }
    used = false;
  }

  void close() {
    closed = true;
    reset();
    if (context != null) {
      context.close();
      context = null;
    }
  }
}
