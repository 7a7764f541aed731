package io.tidewire.client;

import io.netty.handler.proxy.ProxyConnectException;
import io.tidewire.HandshakeException;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.RetryHint;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What is tried again, and after which time at least: empty stands for never.
record Retry(Predicate<CloseReason> comesBack, InstantSource clock) {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  Optional<Duration> after(CloseReason reason) {
    return comesBack.test(reason)
        ? Optional.of(RetryHint.in(reason.text()).orElse(Duration.ZERO))
        : Optional.empty();
  }

  Optional<Duration> after(HandshakeException failure) {
    boolean again = failure.status() == 0 ? !isFinal(failure) : mayHeal(failure.status());
    return again ? Optional.of(retryAfter(failure.headers())) : Optional.empty();
  }

  // A name that is not in the certificate, or a signature by a stranger, is not for waiting out.
  private static boolean isFinal(Throwable failure) {
    return switch (failure) {
      case null -> false;
      case CertificateException _ -> true;
      case ProxyConnectException refused -> !ProxyRefusal.of(refused).mayHeal();
      default -> isFinal(failure.getCause());
    };
  }

  // RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4, and RFC 9110 §15.6
  static boolean mayHeal(int status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
  }

  // RFC 9110 §10.2.3: seconds, or a date. What is neither says nothing.
  private Duration retryAfter(Headers headers) {
    String value = headers.first("Retry-After").orElse("").strip();
    if (SECONDS.matcher(value).matches()) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    return date(value)
        .map(then -> Duration.between(clock.instant(), then))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }
}
