package io.tidewire.protocol;

/// How an engine hands on the messages that it receives.
public enum Delivery {
  /// Each message whole, gathered first where it came in pieces; bounded by [Limits#maxMessage].
  WHOLE,
  /// Bytes of a message as they arrive, for messages larger than memory. [Limits#maxMessage] and
  /// [Limits#maxFragments] are then the receiver's own business; [Limits#maxFrame] still holds.
  PARTS
}
