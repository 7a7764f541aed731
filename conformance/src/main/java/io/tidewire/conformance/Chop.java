package io.tidewire.conformance;

import java.util.List;

/// How bytes are cut into writes: into pieces of these sizes, which repeat. No size means no cut.
record Chop(List<Integer> sizes) {
  static final Chop WHOLE = new Chop(List.of());
  static final Chop BYTEWISE = every(1);

  /// Sizes without a common measure, so that each frame is cut elsewhere.
  static final Chop ODD = new Chop(List.of(1, 2, 3, 5, 7, 11, 13, 997, 4099));

  static Chop every(int size) {
    return new Chop(List.of(size));
  }

  /// The size of a piece.
  ///
  /// @param index of the piece, from 0
  /// @param left the bytes that are left
  int size(int index, int left) {
    return sizes.isEmpty() ? left : Math.min(left, sizes.get(index % sizes.size()));
  }

  @Override
  public String toString() {
    return switch (sizes.size()) {
      case 0 -> "";
      case 1 -> ", in pieces of " + sizes.getFirst();
      default -> ", in pieces of " + sizes;
    };
  }
}
