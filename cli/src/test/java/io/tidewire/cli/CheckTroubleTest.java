package io.tidewire.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.client.WebSocketClient;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What keeps `tidewire check` from doing its work is one line, and never a hang.
@Timeout(60)
class CheckTroubleTest {
  private static final String ECHO_CASE = "framing.text.1";

  @TempDir private Path folder;

  // ---- servers

  @Test
  void aHostThatDoesNotExist() {
    assertFails("could not connect: there is no host nowhere.invalid", "ws://nowhere.invalid/");
  }

  @Test
  void aServerThatDoesNotAcceptConnections() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      boolean room = true;
      while (room && waiting.size() < 100) {
        Socket socket = new Socket();
        waiting.add(socket);
        room = connects(socket, full);
      }
      assertFails("could not connect: Connect timed out", "--timeout", "0.3", uri(full));
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  private static boolean connects(Socket socket, ServerSocket to) throws IOException {
    try {
      socket.connect(to.getLocalSocketAddress(), 300);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void aServerThatIsSilentAfterTheHandshake() {
    WebSocketHandler silent = WebSocketHandler.onMessage((ws, message) -> {});
    try (WebSocketServer server =
        WebSocketServer.builder().port(0).route("/silent", silent).start()) {
      String url = "ws://localhost:" + server.port() + "/silent";
      assertFails("a message was answered with nothing in time", "--timeout", "0.5", url);
    }
  }

  @Test
  void aServerOfAnotherProtocol() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(listener, "HTTP/1.1 200 OK\r\n\r\n"));
      assertFails("the handshake was refused: HTTP/1.1 200 OK", uri(listener));
    }
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(listener, "220 mail.example\u001b[2J\r\n\r\n"));
      assertFails("the handshake was refused: 220 mail.example␛[2J", uri(listener));
    }
  }

  private static void answer(ServerSocket listener, String words) {
    try (Socket socket = listener.accept()) {
      socket.getOutputStream().write(words.getBytes(US_ASCII));
      socket.getInputStream().read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ---- clients

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = String.valueOf(taken.getLocalPort());
      assertFails("cannot listen on port " + port + ": Address", "--client", "--port", port);
    }
  }

  @Test
  void aClientThatNeverComes() {
    Cli.Result check = Cli.run("", "check", "--client", "--port", "0", "--wait", "0.1");
    assertThat(check.err())
        .endsWith("tidewire check: no client has connected in 0.1 s\n")
        .hasLineCount(2);
    assertThat(check.exitCode()).isEqualTo(1);
  }

  @Test
  void aClientElsewhereIsNotLetIn() throws Exception {
    try (Cli.Running check = Cli.start("check", "--client", "--port", "0")) {
      int port = URI.create(check.err("/getCaseCount").replaceFirst(".*(ws://)", "$1")).getPort();
      assertThatThrownBy(() -> new Socket("127.0.0.2", port).close())
          .isInstanceOf(ConnectException.class);
    }
    try (Cli.Running check = Cli.start("check", "--client", "--port", "0", "--host", "0.0.0.0")) {
      int port = URI.create(check.err("/getCaseCount").replaceFirst(".*(ws://)", "$1")).getPort();
      new Socket("127.0.0.2", port).close();
    }
  }

  @Test
  void aClientThatVanishes() throws Exception {
    try (Cli.Running check =
        Cli.start("check", "--client", "--port", "0", "--timeout", "0.2", "--case", ECHO_CASE)) {
      URI uri = URI.create(check.err("/getCaseCount").replaceFirst(".*(ws://\\S+)", "$1"));
      new Socket("localhost", uri.getPort()).close();
      assertThat(check.out("not run"))
          .isEqualTo("1 of 1 cases not run: the client did not fetch it");
      assertThat(check.exitCode()).isEqualTo(1);
    }
  }

  // ---- Ctrl-C

  @Test
  void whatWasFoundBeforeCtrlC() throws Exception {
    Path json = folder.resolve("some.json");
    try (Cli.Running check =
            Cli.start("check", "--client", "--port", "0", "--json", json.toString());
        WebSocketClient client = WebSocketClient.builder().build()) {
      String base = check.err("/getCaseCount").replaceFirst(".*(ws://\\S+)/getCaseCount", "$1");
      String one = base + "/runCase?agent=ours&case=" + number(ECHO_CASE);
      try (WebSocket ws = client.connect(URI.create(one))) {
        ws.send(ws.receive());
      }
      check.out(ECHO_CASE);
      check.interrupt();
      assertThat(check.out("client: ")).startsWith("client: 1 OK in ");
      assertThat(check.err("interrupted")).contains("interrupted after 1 of ");
      assertThat(check.exitCode()).isEqualTo(130);
    }
    JsonNode run = JsonMapper.shared().readTree(json);
    assertThat(run.get("interrupted").asBoolean()).isTrue();
    assertThat(run.get("results")).hasSize(1);
  }

  private static int number(String id) {
    List<String> ids =
        Cli.run("", "check", "--list", "--client")
            .out()
            .lines()
            .map(line -> line.replaceFirst(" .*", ""))
            .toList();
    return ids.indexOf(id) + 1;
  }

  // ---- usage

  @Test
  void numbersAndNamesThatMakeNoSense() {
    assertMisused("port is not from 1 to 65535", "ws://localhost:70000/");
    assertMisused("has to begin with ws:// or wss://", "localhost");
    assertMisused("needs more time than 0 ms", "--timeout", "0", "ws://localhost/");
    assertMisused("at least one case has to run", "--parallel", "0", "ws://localhost/");
    assertMisused(
        "abuse.* needs --abuse", "--case", "abuse.*", "--case", "close.*", "ws://localhost/");
    assertMisused(
        "no case matches closee.*", "--case", "close.*", "--case", "closee.*", "ws://localhost/");
  }

  @Test
  void filesThatCannotBeWrittenOrRead() throws Exception {
    String nowhere = folder.resolve("none/file").toString();
    for (String option : List.of("--json", "--junit", "--html")) {
      assertMisused("cannot write " + nowhere, option, nowhere, "ws://localhost/");
      assertMisused("cannot write " + folder, option, folder.toString(), "ws://localhost/");
    }
    Path other = Files.writeString(folder.resolve("other.json"), "{}");
    String page = folder.resolve("page.html").toString();
    assertMisused("there is no file " + nowhere, "--compare", nowhere, "--html", page);
    assertMisused("was not written by tidewire", "--compare", other.toString(), "--html", page);
    assertMisused("--compare needs --html", "--compare", other.toString());
    assertThat(Path.of(page)).doesNotExist();
  }

  private static void assertFails(String words, String... arguments) {
    assertEnds(1, words, arguments);
  }

  private static void assertMisused(String words, String... arguments) {
    assertEnds(2, words, arguments);
  }

  private static void assertEnds(int code, String words, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addFirst("check");
    Cli.Result check = Cli.run("", all.toArray(String[]::new));
    assertThat(check.err()).contains(words).startsWith("tidewire check: ");
    assertThat(check.err()).hasLineCount(1);
    assertThat(check.exitCode()).isEqualTo(code);
  }

  private static String uri(ServerSocket listener) {
    return "ws://"
        + listener.getInetAddress().getHostAddress()
        + ":"
        + listener.getLocalPort()
        + "/";
  }
}
