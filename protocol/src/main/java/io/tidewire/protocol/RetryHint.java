package io.tidewire.protocol;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a close frame's text says when to connect again: a sentence for people that ends with `;
/// retry in 2500 ms`. No RFC has a place for this, so a client that does not know it reads on, and
/// loses nothing. What HTTP says with `Retry-After` (RFC 9110 §10.2.3) before a connection is open,
/// this says at its end.
public final class RetryHint {
  // Twelve digits are 31 years.
  private static final Pattern FORM = Pattern.compile("; retry in (\\d{1,12}) ms$");

  private RetryHint() {}

  /// The text for a close frame.
  ///
  /// @param why plain words; with at most 90 bytes the result fits into a close frame (RFC 6455
  ///   §5.5)
  /// @param wait how long the peer is to wait at least before it connects again
  public static String text(String why, Duration wait) {
    return why + "; retry in " + Math.max(0, wait.toMillis()) + " ms";
  }

  /// The time that a close frame's text names, if it names one.
  public static Optional<Duration> in(String text) {
    Matcher hint = FORM.matcher(text);
    return hint.find()
        ? Optional.of(Duration.ofMillis(Long.parseLong(hint.group(1))))
        : Optional.empty();
  }
}
