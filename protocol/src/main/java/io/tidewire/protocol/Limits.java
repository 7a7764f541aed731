package io.tidewire.protocol;

/// What a peer may make this end hold. A message over a limit is refused with close code 1009 (RFC
/// 6455 §7.4.1), as soon as a frame header or a byte shows that it goes over.
///
/// @param maxMessage the largest message in bytes, summed over its fragments
/// @param maxFrame the largest frame's payload in bytes
/// @param maxFragments the most frames that one message may come in; of one that is received in
///   parts, and may be endless, the most that carry nothing
public record Limits(long maxMessage, long maxFrame, int maxFragments) {
  /// 1 MiB a message, 1 MiB a frame, 1,024 fragments.
  public static final Limits DEFAULT = new Limits(1 << 20, 1 << 20, 1024);

  public Limits {
    if (maxMessage < 0 || maxFrame < 0 || maxFragments < 1) {
      throw new IllegalArgumentException(
          "limits must not be negative, and a message has at least one fragment: "
              + maxMessage
              + ", "
              + maxFrame
              + ", "
              + maxFragments);
    }
  }
}
