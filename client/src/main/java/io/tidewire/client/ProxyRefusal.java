package io.tidewire.client;

import io.netty.handler.proxy.ProxyConnectException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a proxy did instead of connecting, as Netty tells it.
///
/// @param what such as `status: 407 Proxy Authentication Required`, of an HTTP proxy; `status:
///   HOST_UNREACHABLE(4)` or `authStatus: FAILURE`, of a SOCKS proxy; `disconnected`
record ProxyRefusal(String what) {
  private static final Pattern HTTP_STATUS = Pattern.compile("status: (\\d{3})\\b.*");

  /// Netty's text is `protocol, scheme, proxy => destination, what happened`.
  static ProxyRefusal of(ProxyConnectException refused) {
    String text = String.valueOf(refused.getMessage());
    int comma = text.indexOf(", ", Math.max(text.indexOf(" => "), 0));
    return new ProxyRefusal(text.substring(comma + 1).strip());
  }

  /// Whether another attempt may do better: not so where the proxy wants other credentials, or does
  /// not let anybody through to that server.
  boolean mayHeal() {
    Matcher status = HTTP_STATUS.matcher(what);
    return status.matches()
        ? Retry.mayHeal(Integer.parseInt(status.group(1)))
        : !(isAboutCredentials() || what.startsWith("status: FORBIDDEN"));
  }

  // RFC 1929 §2, and RFC 1928 §3 where no method of the client's is good enough.
  private boolean isAboutCredentials() {
    return what.startsWith("authStatus") || what.startsWith("unexpected authMethod");
  }

  /// In plain words.
  String words() {
    if (what.equals("disconnected")) {
      return Upgrade.Stage.PROXY.whenClosed();
    }
    if (what.startsWith("authStatus")) {
      return "the proxy refuses the user name and password";
    }
    return what.startsWith("status: ")
        ? "the proxy answered " + what.substring("status: ".length())
        : "the proxy refused: " + what;
  }
}
