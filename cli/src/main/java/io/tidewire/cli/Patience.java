package io.tidewire.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;

/// How long to wait for more messages when there is nothing left to send: seconds, or `forever`.
final class Patience implements ITypeConverter<Duration> {
  /// Enough for the answers of most servers.
  static final Duration DEFAULT = Duration.ofSeconds(1);

  static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  @Override
  public Duration convert(String value) {
    return value.equals("forever") ? FOREVER : new Seconds().convert(value);
  }
}
