package io.tidewire.deflate;

/// How far [MessageInflater#inflate] has come.
public enum Inflation {
  /// What was given is used up, and the message goes on.
  MORE_INPUT,

  /// `out` is full. The same call has to follow with what is left of the input, and with more room
  /// unless the message is over its limit already.
  MORE_ROOM,

  /// The message is whole.
  COMPLETE,

  /// The peer's bytes are not what its compression allows, as [MessageInflater#fault] tells; every
  /// further call says the same. RFC 7692 leaves the close code open: 1007 is for "data within a
  /// message that was not consistent with the type of the message" (RFC 6455 §7.4.1).
  CORRUPT,

  /// The budget is used up: close code 1013. Nothing was read.
  NO_MEMORY
}
