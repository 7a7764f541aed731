package io.tidewire.benchmarks.conformance;

import io.tidewire.benchmarks.conformance.Run.Finding;
import java.util.List;
import java.util.regex.Pattern;

/// A fault that is worth a sentence on the page, as long as some case notices it. That one is no
/// longer noticed is worth a sentence too.
///
/// @param agent how the agent's name begins
/// @param peer `server` or `client`
/// @param cases whose ids match
/// @param why what their reason holds
record KnownFault(String agent, String peer, Pattern cases, Pattern why, String words) {
  static final List<KnownFault> ALL =
      List.of(
          fault(
              "Helidon",
              "server",
              "fragmentation\\.stray.*",
              "",
              "accepts a stray continuation frame"),
          fault(
              "Helidon",
              "server",
              ".*",
              "close 21584",
              "answers a violation with an HTTP response amid the frames"),
          fault(
              "Helidon",
              "server",
              "pings\\..*",
              "due was pong",
              "leaves pings unanswered, unless its user answers them"),
          fault(
              "Undertow",
              "server",
              ".*",
              "1003.* where .*1002",
              "closes with 1003 where 1002 is due"),
          fault(
              "Netty",
              "server",
              "reserved-bits\\..*",
              "",
              "lets reserved bits pass, once extensions are allowed"),
          fault(
              "Netty",
              "server",
              ".*",
              "after its close frame: close frame",
              "sends a second close frame"),
          fault(
              "Vert.x",
              "server",
              ".*",
              "1000 where .*100[27]",
              "closes with 1000, which claims success, where it fails the connection"),
          fault(
              "Java-WebSocket",
              "server",
              ".*mask.*",
              "",
              "takes client frames that are not masked, and echoes them"),
          fault("Java-WebSocket", "client", ".*mask.*", "", "takes server frames that are masked"),
          fault(
              "Jetty",
              "server",
              ".*",
              "server_max_window_bits",
              "does not keep to `server_max_window_bits`"),
          fault(
              "Undertow",
              "server",
              ".*",
              "server_max_window_bits",
              "does not keep to `server_max_window_bits`"),
          fault(
              "ws",
              "server",
              "(fragmentation|abuse|sizes)\\..*",
              "1008",
              "refuses messages of more than 16,384 fragments"));

  private static KnownFault fault(
      String agent, String peer, String cases, String why, String words) {
    return new KnownFault(agent, peer, Pattern.compile(cases), Pattern.compile(why), words);
  }

  /// Whether it is a fault of the agent that was run.
  boolean isOf(Run run) {
    return run.agent().startsWith(agent) && run.peer().equals(peer);
  }

  /// The findings of a run that show it.
  List<Finding> seen(Run run) {
    return isOf(run) ? run.findings().stream().filter(this::shows).toList() : List.of();
  }

  private boolean shows(Finding finding) {
    boolean bad = finding.verdict().equals("FAILED") || finding.verdict().equals("NON-STRICT");
    boolean told = bad || (finding.verdict().equals("INFORMATIONAL") && !why.pattern().isEmpty());
    return told && cases.matcher(finding.id()).matches() && why.matcher(finding.why()).find();
  }
}
