package io.tidewire.cli;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A duration in seconds: `5`, `0.5`.
final class Seconds implements ITypeConverter<Duration> {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,7}(\\.\\d{1,3})?");

  @Override
  public Duration convert(String value) {
    if (!NUMBER.matcher(value).matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not a number of seconds such as 5 or 0.5");
    }
    return Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
  }
}
