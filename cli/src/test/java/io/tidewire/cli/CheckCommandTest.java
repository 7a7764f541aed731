package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.client.WebSocketClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CheckCommandTest {
  @Test
  void ourServerGoesOnServingUnderAbuse() throws Exception {
    try (Served served = Served.start()) {
      Cli.Result check =
          Cli.run(
              "", "check", "--abuse", "--case", "abuse.*", "--timeout", "30", served.ws("/echo"));
      assertThat(check.out().lines().filter(line -> line.startsWith("INFORMATIONAL ")))
          .as(check.err())
          .hasSizeGreaterThan(10);
      assertThat(check.out()).doesNotContain("FAILED");
      assertThat(check.exitCode()).isZero();
    }
  }

  @Test
  void ourClientEndsAbuse() throws Exception {
    try (WebSocketClient client = WebSocketClient.builder().build();
        Cli.Running check =
            Cli.start(
                "check",
                "--client",
                "--port",
                "0",
                "--abuse",
                "--case",
                "abuse.*",
                "--timeout",
                "30")) {
      EchoDriver.drive(client, check);
      assertThat(check.exitCode()).isZero();
      assertThat(check.out("abuse.client.close.unanswered")).startsWith("INFORMATIONAL ");
      assertThat(check.out("messages: ")).contains("close frame with 1002", "then the end of TCP");
    }
  }

  @Test
  void ourServerPassesOverTls() throws Exception {
    try (Served served = Served.start("--tls")) {
      Cli.Result check =
          Cli.run("", "check", "--case", "framing.*", "--timeout", "30", served.ws("/echo"));
      assertThat(check.out().lines())
          .as(check.err())
          .allMatch(line -> line.startsWith("OK ") || line.contains(" OK in "));
      assertThat(check.exitCode()).as(check.err()).isZero();
    }
  }

  @Test
  void aFaultIsAFailure() throws Exception {
    try (Served served = Served.start()) {
      // It sends the time unasked, where an echo is due.
      Cli.Result check =
          Cli.run("", "check", "--case", "framing.text.1", "--timeout", "5", served.ws("/time"));
      assertThat(check.err())
          .startsWith("tidewire check: warning: " + served.ws("/time") + " does not send back ")
          .hasLineCount(1);
      assertThat(check.out())
          .contains("FAILED        framing.text.1 ", "messages: FAILED, ")
          .doesNotContain("INFORMATIONAL");
      assertThat(check.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatIsNotThereIsOneLine() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Cli.Result check = Cli.run("", "check", "ws://127.0.0.1:" + free + "/");
    assertThat(check.err())
        .isEqualTo(
            "tidewire check: ws://127.0.0.1:"
                + free
                + "/: could not connect: Connection refused\n");
    assertThat(check.exitCode()).isEqualTo(1);
  }

  @Test
  void aServerThatSaysNothingIsOneLine() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url =
          "ws://" + silent.getInetAddress().getHostAddress() + ":" + silent.getLocalPort() + "/";
      Cli.Result check = Cli.run("", "check", "--timeout", "0.2", url);
      assertThat(check.err())
          .isEqualTo(
              "tidewire check: " + url + ": no answer to the handshake, but nothing in time\n");
      assertThat(check.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aRefusalIsOneLine() throws Exception {
    try (Served served = Served.start()) {
      Cli.Result check = Cli.run("", "check", served.ws("/nothing"));
      assertThat(check.err()).contains("the handshake was refused: HTTP/1.1 404 ").hasLineCount(1);
      assertThat(check.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void listsCases() {
    Cli.Result list = Cli.run("", "check", "--list", "--case", "fragmentation.*");
    assertThat(list.out().lines())
        .allMatch(line -> line.startsWith("fragmentation."))
        .hasSizeGreaterThan(20);
    assertThat(list.out()).contains("RFC 6455 §5.4");
    assertThat(list.exitCode()).isZero();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(Cli.run("", "check").err()).contains("either the URL of a server, or --client");
    assertThat(Cli.run("", "check", "--case", "x", "ws://localhost/").err())
        .contains("no case matches x");
    assertThat(Cli.run("", "check", "http://localhost/").err()).contains("ws:// or wss://");
    assertThat(Cli.run("", "check", "--client", "--parallel", "2").err())
        .contains("--parallel is for servers");
    assertThat(Cli.run("", "check", "--list", "--json", "run.json").err())
        .contains("--list runs nothing");
    assertThat(Cli.run("", "check", "http://localhost/").exitCode()).isEqualTo(2);
  }
}
