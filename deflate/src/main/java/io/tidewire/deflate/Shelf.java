package io.tidewire.deflate;

import java.util.function.Supplier;

/// Contexts of one kind for the connections of one event loop, each taken for one message. The last
/// one given back is kept for the next taker.
///
/// A message is nearly always compressed or inflated in one go, so that one context serves them
/// all. Only messages in progress at the same time, as when peers send theirs in fragments, need
/// more, and these come out of the process's budget: the first one does not, so that work always
/// goes on.
final class Shelf<C extends Context> implements AutoCloseable {
  private final Supplier<C> factory;
  private final long price;

  // Contexts that exist, the spare one included; all but one are paid for.
  private int live;

  // Null when all are taken.
  private C spare;
  private boolean closed;

  /// @param price of each context, in bytes
  Shelf(Supplier<C> factory, long price) {
    this.factory = factory;
    this.price = price;
  }

  /// A context outside the shelf, which is the caller's to close.
  C create() {
    return factory.get();
  }

  /// A context as if new; or null when the budget is used up.
  C take(long budget) {
    if (spare != null) {
      C taken = spare;
      spare = null;
      return taken;
    }
    if (live > 0 && !CompressionMemory.reserve(price, budget)) {
      return null;
    }
    try {
      C created = create();
      live++;
      return created;
    } catch (OutOfMemoryError e) {
      CompressionMemory.giveBack(live > 0 ? price : 0);
      throw e;
    }
  }

  /// Takes back what [#take] gave, in any state.
  void give(C context) {
    if (spare == null && !closed) {
      context.reset();
      spare = context;
    } else {
      discard(context);
    }
  }

  private void discard(C context) {
    context.close();
    live--;
    if (live > 0) {
      CompressionMemory.giveBack(price);
    }
  }

  /// Frees the spare context; those that are taken are freed when they come back.
  @Override
  public void close() {
    closed = true;
    if (spare != null) {
      discard(spare);
      spare = null;
    }
  }
}
