package io.tidewire.client;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.NetUtil;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Says in plain words why a connection could not be opened.
final class Words {
  private static final int LINE_LIMIT = 200;

  /// What Netty's native transports put before the system's own words.
  private static final Pattern NATIVE_CALL = Pattern.compile("^.* failed with error\\(-\\d+\\): ");

  private Words() {}

  static String duration(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /// `127.0.0.1:80`, `[::1]:80`, or the path of a Unix domain socket.
  static String address(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? NetUtil.toSocketAddressString(inet)
        : address.toString();
  }

  /// Why TCP did not connect to this address.
  static String connectFailure(SocketAddress address, Throwable cause) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    String at = address(address);
    return switch (cause) {
      case NoRouteToHostException _ -> "no route to " + at;
      case ConnectException _ when text.contains("refused") -> "connection refused by " + at;
      case FileNotFoundException _ -> "there is no socket " + at;
      default -> "no connection to " + at + ": " + rootMessage(cause);
    };
  }

  /// Why the channel failed after it connected.
  static String handshakeFailure(Throwable failure, Upgrade.Stage stage) {
    List<Throwable> chain = Stream.iterate(failure, c -> c != null, Throwable::getCause).toList();
    return chain.stream()
        .map(cause -> known(cause, stage))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> unknown(chain));
  }

  private static Optional<String> known(Throwable cause, Upgrade.Stage stage) {
    return switch (cause) {
      case CertificateRefused refused -> Optional.of(refused.getMessage());
      case NotSslRecordException _ -> Optional.of("the server does not speak TLS on this port");
      case ProxyConnectException refused -> Optional.of(ProxyRefusal.of(refused).words());
      case ClosedChannelException _ -> Optional.of(stage.whenClosed());
      default -> Optional.empty();
    };
  }

  private static String unknown(List<Throwable> chain) {
    String message = rootMessage(chain.getLast());
    if (chain.stream().noneMatch(SSLException.class::isInstance)) {
      return "the connection failed: " + message;
    }
    // RFC 8446 §6.2: the alert certificate_required
    return message.toLowerCase(Locale.ROOT).contains("certificate_required")
        ? "the server wants a client certificate"
        : "TLS failed: " + message;
  }

  /// Why what came is not an HTTP response.
  static String notHttp(HttpResponse response) {
    return response.decoderResult().cause() instanceof TooLongFrameException
        ? "the head of the server's answer is longer than 16 KiB"
        : "the server's answer is not HTTP";
  }

  /// The first line, cut to what fits in a message.
  static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("").strip();
    return line.length() <= LINE_LIMIT ? line : line.substring(0, LINE_LIMIT) + "…";
  }

  /// Without control characters: in what a peer said, they could forge lines of a log.
  static String visible(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null
        ? root.getClass().getSimpleName()
        : NATIVE_CALL.matcher(root.getMessage()).replaceFirst("");
  }
}
