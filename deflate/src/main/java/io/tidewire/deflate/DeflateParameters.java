package io.tidewire.deflate;

/// What two ends have agreed on (RFC 7692 §7.1), as one of them sees it.
///
/// @param outgoingWindowBits how far what this end sends reaches back: 8 to 15, for 256 bytes to 32
///   KiB
/// @param outgoingTakeover whether it may reach back into earlier messages
/// @param incomingWindowBits how far what the peer sends reaches back: 8 to 15
/// @param incomingTakeover whether it may reach back into earlier messages
public record DeflateParameters(
    int outgoingWindowBits,
    boolean outgoingTakeover,
    int incomingWindowBits,
    boolean incomingTakeover) {

  DeflateParameters withoutTakeover() {
    return new DeflateParameters(outgoingWindowBits, false, incomingWindowBits, false);
  }

  /// What the contexts cost that such a connection keeps between messages, in bytes; zero without
  /// takeover.
  long keptBytes(Codec codec, CompressionOptions options) {
    DeflaterKind kind = DeflaterKind.of(options, outgoingWindowBits);
    return (outgoingTakeover ? codec.deflaterBytes(kind) : 0)
        + (incomingTakeover ? codec.inflaterBytes(incomingWindowBits) : 0);
  }
}
