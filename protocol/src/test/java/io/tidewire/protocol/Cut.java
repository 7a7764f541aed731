package io.tidewire.protocol;

import java.util.ArrayList;
import java.util.List;

/// Where the network cuts a run of bytes into reads.
@FunctionalInterface
interface Cut {
  /// The end of the read that begins at index `at`.
  int endOfRead(int at);

  Cut NONE = at -> Integer.MAX_VALUE;

  Cut EVERYWHERE = at -> at + 1;

  /// Cuts at `offset`, and again each `period` bytes after it.
  static Cut periodic(int offset, int period) {
    return at -> at < offset ? offset : at + period - Math.floorMod(at - offset, period);
  }

  /// Whole, byte by byte, and for each position one that cuts there: in up to `period` bytes that
  /// is one cut at each position, in more than that each position is still cut once.
  static List<Cut> all(int period) {
    List<Cut> cuts = new ArrayList<>(List.of(NONE, NONE, EVERYWHERE, EVERYWHERE));
    for (int offset = 1; offset <= period; offset++) {
      cuts.add(periodic(offset, period));
    }
    return cuts;
  }
}
