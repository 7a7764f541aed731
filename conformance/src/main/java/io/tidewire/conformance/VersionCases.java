package io.tidewire.conformance;

import static io.tidewire.conformance.OpeningCases.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `Sec-WebSocket-Version` of a request (RFC 6455 §4.2.1, §4.2.2, §4.4).
final class VersionCases {
  private static final int UPGRADE_REQUIRED = 426;

  /// §4.4 wants an appropriate error status, such as this one.
  private static final ServerReaction UNKNOWN =
      ServerReaction.refuses().with(UPGRADE_REQUIRED).by("RFC 6455 §4.4");

  private static final String FIELD = "Sec-WebSocket-Version";

  static final List<Case> ALL = all();

  private VersionCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        server(
            "version.missing",
            "RFC 6455 §4.2.1",
            "A request without a version",
            Change.without(FIELD),
            ServerReaction.refuses()));
    for (String other : new String[] {"0", "6", "12", "14", "25", "255"}) {
      cases.add(unknown(other));
    }
    for (String bad : new String[] {"", "013", "-13", "13.0", "13a", "256", "thirteen"}) {
      cases.add(malformed(bad));
    }
    cases.add(list("list", "13, 8"));
    cases.add(list("list.last", "8, 13"));
    cases.add(several("twice", "13\r\n" + FIELD + ": 13"));
    cases.add(several("lines", "8\r\n" + FIELD + ": 13"));
    return List.copyOf(cases);
  }

  private static Case unknown(String version) {
    return server("version." + version, "RFC 6455 §4.4", "Version " + version + " is not spoken")
        .request(Change.value(FIELD, version))
        .step(UNKNOWN + ", and names the versions that it speaks", VersionCases::refusal)
        .judged();
  }

  private static void refusal(Dialogue server) throws IOException, InterruptedException {
    UNKNOWN.run(server);
    List<String> spoken = server.head().tokens(FIELD);
    if (!server.score().decided() && !spoken.contains("13")) {
      server
          .score()
          .messages(
              Judgment.failed("refused without naming the versions spoken (MUST): " + spoken));
    }
  }

  private static Case malformed(String version) {
    String id = version.isEmpty() ? "empty" : version.replace('-', 'm').replace('.', '-');
    return server(
        "version.malformed." + id,
        "RFC 6455 §4.3",
        "A version that is no number up to 255: " + version,
        Change.value(FIELD, version),
        ServerReaction.refuses());
  }

  private static Case list(String id, String versions) {
    return server(
        "version." + id,
        "RFC 6455 §4.3",
        "A list of versions, which only a server sends: " + versions,
        Change.value(FIELD, versions),
        ServerReaction.refuses());
  }

  private static Case several(String id, String versions) {
    return server(
        "version." + id,
        "RFC 6455 §11.3.5",
        "Several versions in one request",
        Change.value(FIELD, versions),
        ServerReaction.refusesOr("13 is among them, and the clause binds the client"));
  }
}
