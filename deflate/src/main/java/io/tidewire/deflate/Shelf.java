package io.tidewire.deflate;

import java.util.function.Supplier;

/// Contexts of one kind for the connections of one event loop, each taken for one message. The last
/// one given back is kept for the next taker.
///
/// A message is nearly always compressed or inflated in one go, so that one context serves them
/// all. Only messages in progress at the same time, as when peers send theirs in fragments, need
/// more, and these come out of the takers' budget, the same for all of them. The first one does
/// not, so that a message that comes whole is no matter for the budget.
final class Shelf<C extends Context> implements AutoCloseable {
  private final Supplier<C> factory;
  private final long price;

  // Contexts that exist, the spare one included.
  private int live;

  // How many of those that are taken are paid for: while this is open, all that live but one.
  private int paid;

  // Null when all are taken.
  private C spare;
  private boolean closed;

  /// @param price of each context, in bytes
  Shelf(Supplier<C> factory, long price) {
    this.factory = factory;
    this.price = price;
  }

  /// A context outside the shelf, which is the caller's to close; or null when the machine has no
  /// memory for it.
  C create() {
    try {
      return factory.get();
    } catch (OutOfMemoryError e) {
      return null;
    }
  }

  /// A context as if new; or null when the budget is used up, or the machine's memory.
  C take(Budget budget) {
    if (spare != null) {
      C taken = spare;
      spare = null;
      return taken;
    }
    boolean pays = live > 0;
    if (pays && !budget.take(price)) {
      return null;
    }
    C created = create();
    if (created != null) {
      live++;
      paid += pays ? 1 : 0;
    } else if (pays) {
      budget.give(price);
    }
    return created;
  }

  /// Takes back what [#take] gave, in any state.
  void give(C context, Budget budget) {
    if (spare == null && !closed) {
      context.reset();
      spare = context;
      return;
    }
    context.close();
    live--;
    if (paid > 0) {
      paid--;
      budget.give(price);
    }
  }

  /// Frees the spare context; those that are taken are freed when they come back.
  @Override
  public void close() {
    closed = true;
    if (spare != null) {
      spare.close();
      spare = null;
      live--;
    }
  }
}
