package io.tidewire.deflate;

/// When and how messages are compressed (permessage-deflate, RFC 7692). Immutable; [#DEFAULTS] is
/// safe as it is, and the `withX` methods change one thing. Not everything here is up to this end:
/// what holds for a connection is in [DeflateParameters].
///
/// **What it costs**, in KB of 1,000 bytes outside the heap, as zlib allocates it:
///
/// | window bits | deflater: memLevel 1 | 3 | **5** | 6 | 7 | 8 | 9 | inflater |
/// | --- | --- | --- | --- | --- | --- | --- | --- | --- |
/// | 8 | 9 | 12 | 25 | | | | | 8 |
/// | 9 | 9 | 12 | 25 | | | | | 8 |
/// | 10 | 11 | 14 | 27 | | | | | 8 |
/// | 11 | 15 | 18 | 31 | | | | | 9 |
/// | 12 | 23 | 27 | 39 | 55 | | | | 11 |
/// | 13 | 40 | 43 | 55 | 72 | 104 | | | 15 |
/// | 14 | 73 | 76 | 88 | 104 | 137 | 203 | | 24 |
/// | **15** | 138 | 141 | **154** | 170 | 203 | 268 | 399 | **40** |
///
/// That is `2^(windowBits+2) + 2^(memLevel+9) + 6,000` bytes for a deflater, and `2^windowBits +
/// 7,200` for an inflater. A level that would stand in an empty place costs what stands left of
/// that, for no more is used. With `java.util.zip`, see [Zlib], every place holds 268 and 40.
///
/// - **With context takeover** a connection keeps a deflater for what it sends, an inflater for
///   what it receives, or both, from the first message that needs it until the connection closes:
///   by default 194 KB. [#memoryBudget] bounds the sum.
/// - **Without takeover** the connections of an event loop share one of each kind, and a connection
///   holds nothing between messages. A received message that comes in pieces holds an inflater
///   until it is whole; when several do so at once, the process's memory for unfinished messages
///   (`WebSocketOptions`) pays for all but one, and a message for which nothing is left of that
///   ends its connection with 1013.
/// - An event loop on which anything is compressed holds 32 KB more outside the heap, and 128 KiB
///   of direct buffers.
///
/// **What it endangers.** The length of a compressed message tells how much of it repeats itself.
/// Who sees the lengths and can put text of their own beside a secret, in the same message or, with
/// context takeover, in an earlier one, finds the secret out by trying: text that shares more with
/// it compresses better. TLS does not hide this; attacks of the kind are known as CRIME and BREACH.
/// So send a message that holds a secret (a token, a cookie, a key) beside text that others choose
/// uncompressed (`Message.uncompressed()`), or turn compression off.
///
/// @param enabled whether compression is offered and accepted at all; default on
/// @param threshold messages of fewer bytes go uncompressed; default 1,024. Small messages shrink
///   little, and a quarter of the size costs more than half the CPU.
/// @param level how hard zlib tries: 1, the fastest, to 9; default 1. Level 6 takes 1.2 to 3 times
///   the CPU and makes JSON 6 to 25 % smaller. Costs no memory.
/// @param memLevel the size of zlib's tables for what is sent: 1 to 9; default 5. Level 8, which
///   zlib itself defaults to, saves less than 1 % of the size for 115 KB more. Where the window is
///   small, less is used than stands here.
/// @param outgoingWindowBits how far what is sent may reach back for repetitions: 8 to 15, for 256
///   bytes to 32 KiB; default 15. With 13, a deflater takes 55 KB and JSON that resembles itself is
///   as small; below 11 it grows fast. The peer may ask for less, and gets it.
/// @param incomingWindowBits the same for what is received; default 15. A peer that cannot limit
///   its window is taken all the same, with 15.
/// @param outgoingTakeover whether what is sent may reach back into earlier messages; default on.
///   Makes messages of 1 KiB that resemble each other a third smaller, and smaller ones more so.
///   Costs a deflater for each connection. A message of 1 KiB or more that does not shrink, and a
///   prepared one that is compressed, make the next message start without anything to reach back
///   into.
/// @param incomingTakeover the same for what is received; default on. Costs an inflater for each
///   connection.
/// @param memoryBudget how many bytes of contexts all connections of this process may be promised
///   for takeover; default 64 MiB. A connection that would go over it is agreed on without
///   takeover, in both directions; with 0 that is every one. Without takeover, messages that are
///   sent in fragments at the same time on one event loop are paid for from it too, all but one,
///   and go uncompressed when it is used up. That never closes a connection. Connections with
///   different budgets count into the same sum.
public record CompressionOptions(
    boolean enabled,
    int threshold,
    int level,
    int memLevel,
    int outgoingWindowBits,
    int incomingWindowBits,
    boolean outgoingTakeover,
    boolean incomingTakeover,
    long memoryBudget) {

  /// On, with context takeover while there is memory for it.
  public static final CompressionOptions DEFAULTS =
      new CompressionOptions(true, 1024, 1, 5, 15, 15, true, true, 64 << 20);

  /// No compression.
  public static final CompressionOptions OFF = DEFAULTS.withEnabled(false);

  public CompressionOptions {
    require(threshold >= 0, "threshold must not be negative");
    require(level >= 1 && level <= 9, "level must be 1 to 9");
    require(memLevel >= 1 && memLevel <= 9, "memLevel must be 1 to 9");
    require(isWindow(outgoingWindowBits), "outgoingWindowBits must be 8 to 15");
    require(isWindow(incomingWindowBits), "incomingWindowBits must be 8 to 15");
    require(memoryBudget >= 0, "memoryBudget must not be negative");
  }

  /// With [#enabled] on or off.
  public CompressionOptions withEnabled(boolean enabled) {
    return new CompressionOptions(
        enabled,
        threshold,
        level,
        memLevel,
        outgoingWindowBits,
        incomingWindowBits,
        outgoingTakeover,
        incomingTakeover,
        memoryBudget);
  }

  /// With another [#threshold], in bytes.
  public CompressionOptions withThreshold(int threshold) {
    return new CompressionOptions(
        enabled,
        threshold,
        level,
        memLevel,
        outgoingWindowBits,
        incomingWindowBits,
        outgoingTakeover,
        incomingTakeover,
        memoryBudget);
  }

  /// With another [#level].
  public CompressionOptions withLevel(int level) {
    return new CompressionOptions(
        enabled,
        threshold,
        level,
        memLevel,
        outgoingWindowBits,
        incomingWindowBits,
        outgoingTakeover,
        incomingTakeover,
        memoryBudget);
  }

  /// With another [#memLevel].
  public CompressionOptions withMemLevel(int memLevel) {
    return new CompressionOptions(
        enabled,
        threshold,
        level,
        memLevel,
        outgoingWindowBits,
        incomingWindowBits,
        outgoingTakeover,
        incomingTakeover,
        memoryBudget);
  }

  /// With other [#outgoingWindowBits] and [#incomingWindowBits].
  public CompressionOptions withWindowBits(int outgoingWindowBits, int incomingWindowBits) {
    return new CompressionOptions(
        enabled,
        threshold,
        level,
        memLevel,
        outgoingWindowBits,
        incomingWindowBits,
        outgoingTakeover,
        incomingTakeover,
        memoryBudget);
  }

  /// With [#outgoingTakeover] and [#incomingTakeover] on or off.
  public CompressionOptions withTakeover(boolean outgoingTakeover, boolean incomingTakeover) {
    return new CompressionOptions(
        enabled,
        threshold,
        level,
        memLevel,
        outgoingWindowBits,
        incomingWindowBits,
        outgoingTakeover,
        incomingTakeover,
        memoryBudget);
  }

  /// With another [#memoryBudget], in bytes.
  public CompressionOptions withMemoryBudget(long memoryBudget) {
    return new CompressionOptions(
        enabled,
        threshold,
        level,
        memLevel,
        outgoingWindowBits,
        incomingWindowBits,
        outgoingTakeover,
        incomingTakeover,
        memoryBudget);
  }

  DeflateParameters asOffered() {
    return new DeflateParameters(
        outgoingWindowBits, outgoingTakeover, incomingWindowBits, incomingTakeover);
  }

  private static boolean isWindow(int bits) {
    return bits >= Terms.MIN_WINDOW_BITS && bits <= Terms.MAX_WINDOW_BITS;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
