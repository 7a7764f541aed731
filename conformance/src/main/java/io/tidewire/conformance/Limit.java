package io.tidewire.conformance;

import java.util.List;

/// A peer may limit what it takes (RFC 6455 §10.4). One that closes because of a message's size
/// instead of answering it has failed nothing, and the case tells that it did. A limit so low that
/// it cannot be told from a length that is misread is worth a word more.
///
/// @param due what has not come
record Limit(List<Frame> due) {
  /// What nobody can have a limit for: even a control frame is as large (§5.5).
  private static final int ALWAYS_TAKEN = 125;

  /// The first length that needs 64 bits: who refuses less may be one that cannot read 16.
  private static final int REASONABLE = 1 << 16;

  /// Whether the peer may close with this code.
  boolean allows(int code) {
    return (code == CloseCode.TOO_BIG || code == CloseCode.POLICY) && largest() > ALWAYS_TAKEN;
  }

  /// Tells of the limit, and takes the peer's close frame. The script ends with that.
  void run(int code, Dialogue peer) throws InterruptedException {
    peer.score().messages(judge(code));
    Ending.failing(code).run(peer);
    peer.score().end();
  }

  private Judgment judge(int code) {
    String refused = "refused messages of up to " + Words.bytes(largest()) + " with " + code;
    if (code != CloseCode.TOO_BIG) {
      return Judgment.nonStrict(refused + " where 1009 is more suitable (RFC 6455 §7.4.1)");
    }
    return largest() < REASONABLE
        ? Judgment.nonStrict(refused + ": a limit below 64 KiB")
        : Judgment.informational(refused + ", as a peer may (RFC 6455 §10.4)");
  }

  private int largest() {
    return due.stream().mapToInt(frame -> frame.payload().length).max().orElse(0);
  }
}
