package io.tidewire.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of bytes: `65536`, `64k`, `10m`, `1g`, in powers of 1024.
final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)b?");

  @Override
  public Long convert(String value) {
    Matcher size = SIZE.matcher(value.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new TypeConversionException("'" + value + "' is not a size such as 65536, 64k or 10m");
    }
    int shift = size.group(2).isEmpty() ? 0 : 10 * ("kmg".indexOf(size.group(2)) + 1);
    long bytes = Long.parseLong(size.group(1)) << shift;
    if (bytes == 0) {
      throw new TypeConversionException("a size is at least 1 byte");
    }
    return bytes;
  }
}
