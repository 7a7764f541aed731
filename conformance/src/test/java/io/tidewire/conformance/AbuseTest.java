package io.tidewire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Abuse is told in figures, and judged only by whether others are served.
@Timeout(240)
@ResourceLock(CheckerTest.PROCESSOR)
class AbuseTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void whatAServerDoesIsToldInFigures() throws Exception {
    try (BrokenServer server = BrokenServer.start()) {
      List<Case> cases = Cases.selectAbuse(Side.SERVER, List.of());
      Report report =
          new ServerCheck(server.uri(), TIMEOUT, 100).run("fixture", cases, (_, _, _) -> {});
      assertThat(report.results())
          .hasSameSizeAs(cases)
          .allSatisfy(result -> {
            assertThat(result.overall().verdict()).isEqualTo(Verdict.INFORMATIONAL);
            assertThat(result.overall().why()).contains("another client was served in ");
          });
    }
  }

  @Test
  void aServerThatServesOneClientAloneHasFailed() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serveOneByOne(listener));
      URI uri = URI.create("ws://localhost:" + listener.getLocalPort() + "/");
      List<Case> cases = Cases.selectAbuse(Side.SERVER, List.of("abuse.slow-writer"));
      Report report =
          new ServerCheck(uri, Duration.ofSeconds(8), 1).run("fixture", cases, (_, _, _) -> {});
      assertThat(report.results().getFirst().overall())
          .matches(found -> found.verdict() == Verdict.FAILED)
          .matches(found -> found.why().contains("no answer to the handshake"));
    }
  }

  private static void serveOneByOne(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        new BrokenConnection(socket, Set.of()).run(() -> {});
      } catch (IOException e) {
        assert true : "the client or the listener has gone";
      }
    }
  }
}
