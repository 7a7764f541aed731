package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `./tidewire serve` as a process, with the JDK's client at the other end.
class ServeCommandTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;

  @AfterAll
  static void stopClient() {
    CLIENT.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalEndsItInOrder(String signal) throws Exception {
    try (TidewireCommand serve = TidewireCommand.serve()) {
      Peer peer = JdkPeer.connect(CLIENT, URI.create(serve.address("echo")));
      peer.send("hi");
      assertThat(peer.next()).isEqualTo(new Event.Text("hi"));
      serve.signal(signal);
      assertThat(peer.next()).satisfies(end -> CloseContract.isClosed(end, 1001));
      assertThat(serve.exitCode()).isZero();
      assertThat(serve.errors().all()).isEmpty();
    }
  }

  @Test
  void everyoneInARoomSeesEveryLine() throws Exception {
    try (TidewireCommand serve = TidewireCommand.serve()) {
      String room = serve.address("chat").replace("{room}", "lobby");
      Peer one = JdkPeer.connect(CLIENT, URI.create(room));
      Peer two = JdkPeer.connect(CLIENT, URI.create(room));
      one.send("ahoy");
      assertThat(one.next()).isEqualTo(new Event.Text("ahoy"));
      assertThat(two.next()).isEqualTo(new Event.Text("ahoy"));
    }
  }

  @Test
  void theTimeIsPushedUnasked() throws Exception {
    try (TidewireCommand serve = TidewireCommand.serve()) {
      Peer peer = JdkPeer.connect(CLIENT, URI.create(serve.address("time")));
      assertThat(peer.next()).isInstanceOf(Event.Text.class).isNotEqualTo(peer.next());
    }
  }

  @Test
  void aPortInUseIsOneClearLine() throws Exception {
    try (TidewireCommand first = TidewireCommand.serve()) {
      String port = Integer.toString(URI.create(first.address("echo")).getPort());
      failsWith(new TidewireCommand("serve", "--port", port), 1, port, "in use");
    }
  }

  @Test
  void aMissingCertificateIsOneClearLine() throws Exception {
    String missing = folder.resolve("no.pem").toString();
    failsWith(TidewireCommand.serve("--cert", missing), 1, missing);
  }

  @Test
  void aWrongCertificateIsOneClearLine() throws Exception {
    String script = Checkout.ROOT.resolve("mvnw").toString();
    failsWith(TidewireCommand.serve("--cert", script), 1, script);
  }

  @Test
  void aWrongOptionIsOneClearLine() throws Exception {
    failsWith(TidewireCommand.serve("--prot=8080"), 2, "--prot", "--help");
  }

  /// All that is said is one line, and so no stack trace.
  static void failsWith(TidewireCommand command, int exitCode, String... parts) throws Exception {
    try (command) {
      assertThat(command.exitCode()).isEqualTo(exitCode);
      assertThat(command.errors().all()).singleElement().asString().contains(parts);
      assertThat(command.output().all()).isEmpty();
    }
  }
}
