package io.tidewire.load;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.NetUtil;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Says in plain words what went wrong.
final class Words {
  /// What Netty's native transports put before the system's own words.
  private static final Pattern NATIVE_CALL = Pattern.compile("^.* failed with error\\(-\\d+\\): ");

  private Words() {}

  static String duration(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /// Why TCP did not connect.
  static String connectFailure(InetSocketAddress address, Throwable cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    String at = NetUtil.toSocketAddressString(address);
    if (text.contains("cannot assign requested address")) {
      return "no local port is left for another connection to " + at;
    }
    return cause instanceof ConnectException && text.contains("refused")
        ? "connection refused by " + at
        : "no connection to " + at + ": " + failure(cause);
  }

  /// Why there is no TLS session. What refuses a certificate says so in plain words itself.
  static String tlsFailure(Throwable failure) {
    List<Throwable> chain = Stream.iterate(failure, c -> c != null, Throwable::getCause).toList();
    return chain.stream()
        .filter(CertificateException.class::isInstance)
        .findFirst()
        .map(Throwable::getMessage)
        .orElseGet(() ->
            chain.stream().anyMatch(NotSslRecordException.class::isInstance)
                ? "the server does not speak TLS on this port"
                : "TLS failed: " + failure(failure));
  }

  /// What lies at the bottom of a failure.
  static String failure(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null
        ? root.getClass().getSimpleName()
        : NATIVE_CALL.matcher(root.getMessage()).replaceFirst("");
  }

  /// One line without control characters, which could steer a terminal.
  static String visible(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }
}
