package io.tidewire.conformance;

import java.time.Duration;
import java.util.List;

/// Text that is not UTF-8 (RFC 6455 §5.6, §8.1).
final class Utf8Cases {
  private static final String CLAUSE = "RFC 6455 §8.1";

  /// More than enough to look at a few bytes.
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  static final List<Case> ALL =
      List.of(
          Script.of("utf8.bad.lone-continuation", CLAUSE, "A byte that cannot begin a character")
              .send(Frame.text(new byte[] {'a', (byte) 0x80, 'b'}))
              .fails(CloseCode.BAD_DATA),
          failsFast("utf8.fail-fast.fragment", Frame.text(new byte[] {'a', (byte) 0xff})));

  private Utf8Cases() {}

  /// The text is bad before it has ended, and a peer need not wait for its end.
  private static Case failsFast(String id, Frame bad) {
    Frame rest = Frame.continuation("the rest");
    return Script.of(id, CLAUSE, "Text is refused at its first bad byte, before its last frame")
        .send(bad.unfinished())
        .step(
            "only a peer that has not failed the connection yet is sent " + rest,
            peer -> {
              if (peer.peek(peer.deadline().orIn(AT_ONCE)) instanceof Event.Silence) {
                peer.score()
                    .messages(Judgment.nonStrict("waited for the end of text that was bad"));
                peer.send(Chop.WHOLE, rest);
              }
            })
        .fails(CloseCode.BAD_DATA);
  }
}
