package io.tidewire.deflate;

import java.util.HashMap;
import java.util.Map;

/// The compression contexts that the connections of one event loop share, each for the time of one
/// message: those of connections without context takeover. Holds next to nothing before the first
/// message, and then one context of each kind.
///
/// For the thread of its event loop alone, like all that is opened with it.
public final class CompressionPool implements AutoCloseable {
  private final Codec codec;
  private final Budget unfinished;
  private final Scratch scratch = new Scratch();
  private final Map<DeflaterKind, Shelf<DeflateContext>> deflaters = new HashMap<>();
  private final Map<Integer, Shelf<InflateContext>> inflaters = new HashMap<>();

  /// An empty pool.
  ///
  /// @param unfinished pays for what restores messages that come in pieces at the same time; each
  ///   context it pays for is one that [CompressionOptions] prices
  public CompressionPool(Budget unfinished) {
    this(Zlib.codec(), unfinished);
  }

  CompressionPool(Codec codec, Budget unfinished) {
    this.codec = codec;
    this.unfinished = unfinished;
  }

  /// A deflater without context takeover that belongs to no connection, for a message that is
  /// compressed once and sent to many: to all [of this kind][PerMessageDeflate#kind]. It holds
  /// nothing between messages, so there is nothing to close.
  ///
  /// A receiver with outgoing takeover can be sent such a message too, when its own deflater is
  /// [reset][MessageDeflater#reset] after it.
  ///
  /// @param budget see [CompressionOptions#memoryBudget]
  public MessageDeflater deflater(DeflaterKind kind, long budget) {
    return new MessageDeflater(deflaters(kind), false, CompressionMemory.budget(budget));
  }

  /// Pays for messages that are being received.
  Budget unfinished() {
    return unfinished;
  }

  Shelf<DeflateContext> deflaters(DeflaterKind kind) {
    return deflaters.computeIfAbsent(
        kind,
        wanted -> new Shelf<>(() -> codec.deflater(wanted, scratch), codec.deflaterBytes(wanted)));
  }

  Shelf<InflateContext> inflaters(int windowBits) {
    return inflaters.computeIfAbsent(
        windowBits,
        bits -> new Shelf<>(() -> codec.inflater(bits, scratch), codec.inflaterBytes(bits)));
  }

  /// Frees what it holds; the second time does nothing. To be called once the connections of the
  /// event loop are closed: one that is still open can only be closed, which frees what that one
  /// holds.
  @Override
  public void close() {
    deflaters.values().forEach(Shelf::close);
    inflaters.values().forEach(Shelf::close);
    scratch.close();
  }
}
