package io.tidewire.protocol;

import java.nio.ByteBuffer;

/// Restores the payload of compressed messages: what permessage-deflate (RFC 7692 §7.2.2) is to an
/// [Engine]. Streaming: the payload comes in any pieces, and what comes out is as much as there is
/// room for.
public interface Decompressor {
  /// How far [Decompressor#decompress] has come.
  enum Progress {
    /// What was given is used up, and the message goes on.
    MORE_INPUT,

    /// `out` is full. The same call has to follow with what is left of the input, and with more
    /// room unless the message is over its limit already.
    MORE_ROOM,

    /// The message is whole.
    COMPLETE,

    /// The peer's bytes are not what its compression allows, as [Decompressor#fault] tells; every
    /// further call says the same.
    CORRUPT,

    /// There is no memory for it now. When something of the message was read before, it cannot go
    /// on, and every further call says the same.
    NO_MEMORY
  }

  /// Restores more of the message. Never throws for what the peer sent.
  ///
  /// @param in the payload's next bytes, unmasked
  /// @param out takes the message
  /// @param last whether the message ends with `in`
  Progress decompress(ByteBuffer in, ByteBuffer out, boolean last);

  /// What is wrong with what the peer sent, in a few plain words without its bytes; null while
  /// nothing is.
  String fault();
}
