package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./tidewire connect` as a process, with Java-WebSocket's server at the other end.
class ConnectCommandTest {
  private PeerServer server;

  @TempDir Path folder;

  @BeforeEach
  void startServer() throws Exception {
    server = new JavaWebSocketServer(false).started();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void linesBecomeMessagesAndMessagesBecomeLines() throws Exception {
    try (TidewireCommand connect = connect("--wait=forever")) {
      Peer peer = server.accepted();
      connect.type("Zwölf Boxkämpfer 🌊");
      connect.type("");
      assertThat(peer.next()).isEqualTo(new Event.Text("Zwölf Boxkämpfer 🌊"));
      assertThat(peer.next()).isEqualTo(new Event.Text(""));
      peer.send("grüße 🌊");
      assertThat(connect.output().next()).isEqualTo("grüße 🌊");
      connect.endInput();
      peer.send("after the end of input");
      assertThat(connect.output().next()).isEqualTo("after the end of input");
      peer.close(1000, "");
      assertThat(connect.exitCode()).isZero();
    }
  }

  @Test
  void theEndOfItsInputClosesInOrder() throws Exception {
    try (TidewireCommand connect = connect("--wait=0")) {
      Peer peer = server.accepted();
      connect.type("one");
      connect.endInput();
      assertThat(peer.next()).isEqualTo(new Event.Text("one"));
      assertThat(peer.next()).satisfies(end -> CloseContract.isClosed(end, 1000));
      assertThat(connect.exitCode()).isZero();
    }
  }

  @Test
  void anAbnormalEndIsToldWithCodeAndReason() throws Exception {
    try (TidewireCommand connect = connect("--quiet")) {
      server.accepted().close(4321, "enough for today");
      assertThat(connect.exitCode()).isEqualTo(3);
      assertThat(connect.errors().all())
          .singleElement()
          .asString()
          .contains("4321", "enough for today");
    }
  }

  @Test
  void ctrlCClosesInOrder() throws Exception {
    try (TidewireCommand connect = connect()) {
      Peer peer = server.accepted();
      assertThat(connect.errors().next()).startsWith("connected to ");
      connect.signal("INT");
      assertThat(peer.next()).satisfies(end -> CloseContract.isClosed(end, 1000));
      assertThat(connect.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void whereNobodyListensItSaysSoInOneLine() throws Exception {
    String nowhere = server.uri("/").toString();
    server.close();
    ServeCommandTest.failsWith(new TidewireCommand("connect", nowhere), 1, nowhere);
  }

  @Test
  void aWrongUrlIsOneClearLine() throws Exception {
    ServeCommandTest.failsWith(new TidewireCommand("connect", "localhost:8080"), 2, "ws://");
  }

  @Test
  void anUnknownCertificateIsRefusedUntilTrusted() throws Exception {
    Path trusted = folder.resolve("trusted.pem");
    Files.writeString(trusted, TestCertificate.certificatePem());
    try (JavaWebSocketServer secure = new JavaWebSocketServer(true).started()) {
      String url = secure.uri("/").toString();
      ServeCommandTest.failsWith(new TidewireCommand("connect", url), 1, "certificate");
      isGreeted(secure, url, "--insecure");
      isGreeted(secure, url, "--cacert=" + trusted);
    }
  }

  private static void isGreeted(PeerServer secure, String url, String option) throws Exception {
    try (TidewireCommand connect = new TidewireCommand("connect", option, url)) {
      secure.accepted().send("welcome");
      assertThat(connect.output().next()).isEqualTo("welcome");
    }
  }

  private TidewireCommand connect(String... options) throws Exception {
    String[] arguments = new String[options.length + 2];
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[0] = "connect";
    arguments[arguments.length - 1] = server.uri("/").toString();
    return new TidewireCommand(arguments);
  }
}
