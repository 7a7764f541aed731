package io.tidewire.conformance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whom a client's `Host` names, held against where it has connected to (RFC 6455 §4.1).
final class NamedHost {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(?::([0-9]{1,5}))?");
  private static final int DEFAULT_PORT = 80;

  private NamedHost() {}

  static void judge(Dialogue client) {
    List<String> values = client.head().all("Host");
    client
        .score()
        .messages(
            values.size() == 1
                ? judge(values.getFirst(), client.wire().here())
                : Judgment.failed("the request has not one Host, but " + values));
  }

  private static Judgment judge(String value, InetSocketAddress here) {
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      return Judgment.failed("not a host and a port: " + value);
    }
    int port = form.group(2) == null ? DEFAULT_PORT : Integer.parseInt(form.group(2));
    return port == here.getPort()
        ? judgeName(form.group(1), here.getAddress())
        : Judgment.failed("connected to port " + here.getPort() + ", but named " + value);
  }

  private static Judgment judgeName(String name, InetAddress here) {
    try {
      boolean isHere =
          Stream.of(InetAddress.getAllByName(name))
              .anyMatch(each ->
                  each.equals(here) || (each.isLoopbackAddress() && here.isLoopbackAddress()));
      return isHere
          ? Judgment.OK
          : Judgment.failed("connected to " + here.getHostAddress() + ", but named " + name);
    } catch (UnknownHostException e) {
      return Judgment.informational("named " + name + ", a name that is not known here");
    }
  }
}
