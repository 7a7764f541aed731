package io.tidewire.load;

/// When the messages of an event loop are due: one period after the other, each connection in its
/// turn. So the time of each follows from its number, and nothing has to be kept for those that are
/// on their way, however many a slow server lets pile up.
///
/// @param start when the first is due, in nanoseconds of [System#nanoTime]
/// @param periodNanos between two of them
record Schedule(long start, double periodNanos, int connections) {

  /// How many are due by now.
  long dueBy(long now) {
    return (long) ((now - start) / periodNanos) + 1;
  }

  /// When the message of this number is due, of all.
  long at(long number) {
    return start + (long) (number * periodNanos);
  }

  /// When a message is due, by its number on the connection at this place.
  long at(int place, long number) {
    return at(number * connections + place);
  }
}
