package io.tidewire.deflate;

import java.util.HashMap;
import java.util.Map;

/// The compression contexts that the connections of one event loop share, each for the time of one
/// message: those of connections without context takeover. Holds next to nothing before the first
/// message, and then one context of each kind.
///
/// For the thread of its event loop alone, like all that is opened with it.
public final class CompressionPool implements AutoCloseable {
  private record DeflaterKind(int level, int windowBits, int memLevel) {}

  private final Codec codec;
  private final Scratch scratch = new Scratch();
  private final Map<DeflaterKind, Shelf<DeflateContext>> deflaters = new HashMap<>();
  private final Map<Integer, Shelf<InflateContext>> inflaters = new HashMap<>();

  /// An empty pool.
  public CompressionPool() {
    this(Zlib.codec());
  }

  CompressionPool(Codec codec) {
    this.codec = codec;
  }

  Shelf<DeflateContext> deflaters(int level, int windowBits, int memLevel) {
    return deflaters.computeIfAbsent(
        new DeflaterKind(level, windowBits, memLevel),
        kind ->
            new Shelf<>(
                () -> codec.deflater(level, windowBits, memLevel, scratch),
                codec.deflaterBytes(windowBits, memLevel)));
  }

  Shelf<InflateContext> inflaters(int windowBits) {
    return inflaters.computeIfAbsent(
        windowBits,
        bits -> new Shelf<>(() -> codec.inflater(bits, scratch), codec.inflaterBytes(bits)));
  }

  /// Frees what no connection uses. Connections that are still open go on, and free their own when
  /// they close. Once all are closed, so is everything; a second call does nothing but that.
  @Override
  public void close() {
    deflaters.values().forEach(Shelf::close);
    inflaters.values().forEach(Shelf::close);
    scratch.close();
  }
}
