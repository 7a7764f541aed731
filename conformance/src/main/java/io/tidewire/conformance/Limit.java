package io.tidewire.conformance;

import java.util.List;

/// A peer may limit what it takes (RFC 6455 §10.4). One that closes because of a message's size
/// instead of answering it has failed nothing, and the case tells that it did.
///
/// @param due what has not come
record Limit(List<Frame> due) {
  /// What nobody can have a limit for: even a control frame is as large (§5.5).
  private static final int ALWAYS_TAKEN = 125;

  /// Whether the peer may close with this code.
  boolean allows(int code) {
    return (code == CloseCode.TOO_BIG || code == CloseCode.POLICY) && largest() > ALWAYS_TAKEN;
  }

  /// Tells of the limit, and takes the peer's close frame. The script ends with that.
  void run(int code, Dialogue peer) throws InterruptedException {
    String refused = "refused messages of up to " + Words.bytes(largest()) + " with " + code;
    peer.score()
        .messages(
            code == CloseCode.TOO_BIG
                ? Judgment.informational(refused + ", as a peer may (RFC 6455 §10.4)")
                : Judgment.nonStrict(refused + " where 1009 is more suitable (RFC 6455 §7.4.1)"));
    Ending.failing(code).run(peer);
    peer.score().end();
  }

  private int largest() {
    return due.stream().mapToInt(frame -> frame.payload().length).max().orElse(0);
  }
}
