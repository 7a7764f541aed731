package io.tidewire.protocol;

import java.util.Objects;

/// How a connection ended.
///
/// @param code the close code (RFC 6455 §7.4): of the first close frame sent or received, or the
///   one with which this end failed the connection; 1005 when that frame carried none; 1006 when
///   there was no closing handshake
/// @param text the text of that close frame, empty when it carried none
/// @param by who ended it
/// @param explanation in plain words what happened, for a person who reads a log; never empty
public record CloseReason(int code, String text, By by, String explanation) {
  /// Who ended a connection.
  public enum By {
    /// This end: the application asked for it, or this end refused what the peer did.
    LOCAL,
    /// The peer sent its close frame first.
    PEER,
    /// Neither: TCP ended without a closing handshake.
    NETWORK
  }

  public CloseReason {
    Objects.requireNonNull(text);
    Objects.requireNonNull(by);
    Objects.requireNonNull(explanation);
  }
}
