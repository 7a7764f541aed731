package io.tidewire.deflate;

/// Bounds what many hold together, in bytes. For any thread.
public interface Budget {
  /// Without a bound.
  Budget UNBOUNDED =
      new Budget() {
        @Override
        public boolean take(long bytes) {
          return true;
        }

        @Override
        public void give(long bytes) {
          // Nobody counts.
        }
      };

  /// Takes `bytes`, or nothing and says false when that is more than is left.
  boolean take(long bytes);

  /// Gives back what [#take] took.
  void give(long bytes);
}
