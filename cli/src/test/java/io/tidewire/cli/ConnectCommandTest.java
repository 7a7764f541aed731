package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Limits;
import io.tidewire.server.HandshakeDecision;
import io.tidewire.server.WebSocketServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConnectCommandTest {
  private static final InputStream NOTHING = InputStream.nullInputStream();

  @TempDir private Path folder;

  // How connections to /echo closed, as the server saw it.
  private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
  private WebSocketServer server;

  @BeforeEach
  void start() {
    server =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .options(WebSocketOptions.DEFAULTS.withLimits(new Limits(8 << 20, 8 << 20, 10_000)))
            .route("/echo", new Echo(), "chat")
            .route("/says/{text}", onOpen(ws -> ws.send(ws.request().pathParameter("text"))))
            .route("/header/{name}", onOpen(ConnectCommandTest::sendHeader))
            .route("/close/{code}", onOpen(ConnectCommandTest::closeWithCode))
            .route("/vanish", WebSocketHandler.onMessage((ws, _) -> ws.abort()))
            .route("/secret", new Echo())
            .policy(request ->
                request.path().equals("/secret")
                    ? HandshakeDecision.refuse(401, "who are you?")
                    : HandshakeDecision.accept())
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  // ---- messages

  @Test
  void linesBecomeMessagesAndMessagesLines() {
    Cli.Result result = Cli.run("one\n\ntwo\r\nthree", "connect", url("/echo"));
    assertThat(result.out()).isEqualTo("one\n\ntwo\nthree\n");
    assertThat(result.err())
        .isEqualTo(
            "connected to " + url("/echo") + "\nclosed by this end with 1000 (normal closure)\n");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void messagesComeAsTheyAre() throws IOException {
    try (Cli.Running connect = Cli.start("connect", url("/echo"))) {
      connect.type("hi");
      assertThat(connect.out("")).isEqualTo("hi");
      connect.type("there");
      assertThat(connect.out("")).isEqualTo("there");
      connect.typeEnd();
      assertThat(connect.exitCode()).isZero();
    }
  }

  @Test
  void quietShowsMessagesAlone() {
    Cli.Result result = Cli.run("hi\n", "connect", "-q", "--wait", "0.2", url("/echo"));
    assertThat(result.out()).isEqualTo("hi\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void showsBinaryInHex() {
    Cli.Result result = Cli.run("a\u0000b\n", "connect", "--binary", url("/echo"));
    assertThat(result.out())
        .isEqualTo(
            """
            binary, 3 bytes
            00000000  61 00 62                                          a.b
            """);
  }

  @Test
  void wholeAndRawMoveFilesOfAnySize() {
    byte[] file = new byte[3 << 20];
    new Random(1).nextBytes(file);
    Cli.Result result =
        Cli.run(
            new ByteArrayInputStream(file),
            false,
            "connect",
            "--binary",
            "--whole",
            "--raw",
            "--max-size=1k",
            url("/echo"));
    assertThat(result.bytes()).isEqualTo(file);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void wholeSendsTextWithItsLineFeeds() {
    Cli.Result result = Cli.run("one\ntwo ü\n", "connect", "--whole", "--raw", url("/echo"));
    assertThat(result.out()).isEqualTo("one\ntwo ü\n");
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[] latin1 = {'o', 'k', '\n', (byte) 0xfc, '\n'};
    for (String how : new String[] {"--binary=false", "--whole"}) {
      Cli.Result result =
          Cli.run(new ByteArrayInputStream(latin1), false, "connect", "-q", how, url("/echo"));
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err())
          .isEqualTo("tidewire connect: stdin is not UTF-8 text: --binary sends it all the same\n");
    }
  }

  @Test
  void refusesMessagesThatAreTooLarge() {
    Cli.Result result =
        Cli.run("x".repeat(2000), "connect", "-q", "--max-size", "1k", url("/echo"));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).contains("ended abnormally").contains("1024 bytes").hasLineCount(1);
  }

  @Test
  void personAtTerminalGetsMarksAndNoControlCharacters() {
    Cli.Result result = Cli.run(NOTHING, true, "connect", "-q", "--wait=1", url("/says/a%1B%5B2J"));
    assertThat(result.out()).isEqualTo("< a␛[2J\n");
  }

  @Test
  void endOfTerminalInputClosesAtOnce() throws InterruptedException {
    assertThat(Cli.run(NOTHING, true, "connect", url("/echo")).exitCode()).isZero();
    assertThat(closed.take().code()).isEqualTo(1000);
  }

  @Test
  void readerThatHasSeenEnoughEndsItQuietly() throws InterruptedException {
    StringWriter err = new StringWriter();
    int exitCode = runWithFailingOutput("Broken pipe", err);
    assertThat(exitCode).isZero();
    assertThat(err.toString()).doesNotContain("pipe");
    assertThat(closed.take().code()).isEqualTo(1000);
  }

  @Test
  void saysThatStdoutCannotBeWritten() {
    StringWriter err = new StringWriter();
    int exitCode = runWithFailingOutput("No space left on device", err);
    assertThat(exitCode).isEqualTo(3);
    assertThat(err.toString())
        .endsWith("tidewire connect: cannot write to stdout: No space left on device\n");
  }

  // ---- handshake

  @Test
  void offersSubprotocols() {
    Cli.Result result = Cli.run("", "connect", "-s", "other,more", "-s", "chat", url("/echo"));
    assertThat(result.err()).startsWith("connected to " + url("/echo") + ", subprotocol chat\n");
  }

  @Test
  void sendsHeaders() {
    assertThat(header("X-Tide", "--header", "X-Tide: high: 3 m")).isEqualTo("high: 3 m\n");
    assertThat(header("Authorization", "--user", "me:a:b")).isEqualTo("Basic bWU6YTpi\n");
    assertThat(header("Authorization", "--bearer", "abc")).isEqualTo("Bearer abc\n");
    String own = "http://127.0.0.1:" + server.port();
    assertThat(header("Origin", "--origin", own)).isEqualTo(own + "\n");
  }

  @Test
  void showsNoSecretsOfTheUrl() {
    String url = url("/header/Authorization?token=secret").replace("//", "//me:secret@");
    Cli.Result result = Cli.run("", "connect", url);
    assertThat(result.out()).isEqualTo("Basic bWU6c2VjcmV0\n");
    assertThat(result.err()).startsWith("connected to " + url("/header/Authorization") + "\n");
  }

  @Test
  void takesOptionsFromFile() throws IOException {
    Path options = Files.writeString(folder.resolve("secret"), "--bearer\nabc\n");
    assertThat(header("Authorization", "@" + options)).isEqualTo("Bearer abc\n");
  }

  @Test
  void saysWhyTheServerRefused() {
    assertThat(failure(1, "connect", url("/nothing")))
        .isEqualTo(
            "tidewire connect: cannot connect to "
                + url("/nothing")
                + ": the server answered 404 Not Found: there is nothing here: check the path");
    assertThat(failure(1, "connect", "--origin", "http://evil.example", url("/echo")))
        .contains("the server answered 403 Forbidden: ");
    assertThat(failure(1, "connect", url("/secret")))
        .endsWith("the server answered 401 Unauthorized: who are you?");
  }

  @Test
  void saysThatNobodyListens() {
    assertThat(failure(1, "connect", "ws://localhost:1/"))
        .isEqualTo(
            "tidewire connect: cannot connect to ws://localhost:1/:"
                + " connection refused by 127.0.0.1:1");
    assertThat(failure(1, "connect", "--unix", "/nowhere/s", "ws://localhost/"))
        .contains("there is no socket /nowhere/s");
    assertThat(failure(1, "connect", "--proxy", "http://127.0.0.1:1", "ws://a.example/"))
        .contains("127.0.0.1:1");
  }

  @Test
  void saysWhatIsWrongWithTheCommandLine() {
    assertThat(failure(2, "connect"))
        .isEqualTo(
            "tidewire connect: Missing required parameter: 'URL' (see tidewire connect --help)");
    assertThat(failure(2, "connect", "http://localhost/")).contains("ws://");
    assertThat(failure(2, "connect", "ws://me:secret@local host/"))
        .contains("the URL cannot be read: ")
        .doesNotContain("secret");
    assertThat(failure(2, "connect", "-H", "X", "ws://localhost/")).contains("'Name: value'");
    assertThat(failure(2, "connect", "-H", "Host: x", "ws://localhost/")).contains("Host");
    assertThat(failure(2, "connect", "-u", "secret", "ws://localhost/"))
        .contains("USER:PASSWORD")
        .doesNotContain("secret");
    assertThat(failure(2, "connect", "-u", "a:b", "--bearer", "c", "ws://localhost/"))
        .contains("--user and --bearer");
    assertThat(failure(2, "connect", "-s", "a b", "ws://localhost/")).contains("a b");
    assertThat(failure(2, "connect", "-x", "localhost", "ws://localhost/")).contains("proxy");
    assertThat(failure(2, "connect", "--ping", "0", "ws://localhost/")).contains("--ping");
    assertThat(failure(2, "connect", "--timeout", "0", "ws://localhost/")).contains("positive");
    assertThat(failure(2, "connect", "--key", "k", "ws://localhost/")).contains("--cert");
    assertThat(failure(1, "connect", "--cacert", "/nowhere", "ws://localhost/"))
        .contains("/nowhere");
  }

  // ---- the end

  @Test
  void saysHowTheServerClosed() {
    Cli.Result normal = Cli.run("", "connect", "--wait", "forever", url("/close/1001"));
    assertThat(normal.exitCode()).isZero();
    assertThat(normal.err()).endsWith("the peer closed with 1001 (going away): bye\n");

    assertThat(failure(3, "connect", "-q", url("/close/1008")))
        .isEqualTo(
            "tidewire connect: the connection ended abnormally:"
                + " the peer closed with 1008 (policy violation): bye");
    assertThat(failure(3, "connect", "-q", url("/close/4000")))
        .endsWith("the peer closed with 4000 (defined by the application): bye");
    Cli.Result vanished = Cli.run("hi", "connect", "-q", url("/vanish"));
    assertThat(vanished.exitCode()).isEqualTo(3);
    assertThat(vanished.err()).contains("ended abnormally: TCP ended").hasLineCount(1);
  }

  @Test
  void interruptClosesInOrder() throws Exception {
    try (Cli.Running connect = Cli.start("connect", url("/echo"))) {
      connect.err("connected");
      connect.interrupt();
      assertThat(connect.exitCode()).isEqualTo(130);
    }
    assertThat(closed.take().code()).isEqualTo(1000);
  }

  // ---- what it shows

  @Test
  void verboseShowsHandshakeAndFrames() {
    Cli.Result result = Cli.run("hello\n", "connect", "-v", "-s", "chat", url("/echo?q=1"));
    assertThat(result.out()).isEqualTo("hello\n");
    assertThat(result.err().lines().toList())
        .containsSubsequence(
            "> GET /echo?q=1 HTTP/1.1",
            "> Host: 127.0.0.1:" + server.port(),
            "> Sec-WebSocket-Version: 13",
            "> Sec-WebSocket-Protocol: chat",
            ">",
            "< HTTP/1.1 101 Switching Protocols",
            "< Sec-WebSocket-Protocol: chat",
            "<",
            "> text 5 B masked fin",
            "< text 5 B fin",
            "> close 2 B masked fin",
            "< close 2 B fin",
            "closed by this end with 1000 (normal closure)");
  }

  @Test
  void verboseShowsWhatIsCompressed() {
    Cli.Result result = Cli.run("x".repeat(2000), "connect", "-v", url("/echo"));
    assertThat(result.err().lines())
        .contains("> Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")
        .contains("< Sec-WebSocket-Extensions: permessage-deflate")
        .anyMatch(line -> line.matches("> text \\d{2} B masked compressed fin"))
        .anyMatch(line -> line.matches("< text \\d{2} B compressed fin"));
  }

  @Test
  void compressionCanBeLeftOut() {
    Cli.Result result =
        Cli.run("x".repeat(2000), "connect", "-v", "--no-compression", url("/echo"));
    assertThat(result.out()).isEqualTo("x".repeat(2000) + "\n");
    assertThat(result.err())
        .contains("> text 2000 B masked fin", "< text 2000 B fin")
        .doesNotContain("permessage-deflate");
  }

  @Test
  void verboseShowsRefusals() {
    Cli.Result result = Cli.run("", "connect", "-v", url("/secret"));
    assertThat(result.err().lines())
        .startsWith("< HTTP/1.1 401")
        .contains("< who are you?")
        .last()
        .asString()
        .startsWith("tidewire connect: ");
  }

  @Test
  void pingsAndShowsRoundTripTimes() throws IOException {
    try (Cli.Running connect = Cli.start("connect", "--ping", "0.05", url("/echo"))) {
      assertThat(connect.err("pong")).matches("pong after \\d+\\.\\d{3} ms");
      assertThat(connect.err("pong")).matches("pong after \\d+\\.\\d{3} ms");
    }
  }

  // ---- helpers

  private int runWithFailingOutput(String message, StringWriter err) {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        };
    InputStream in = new ByteArrayInputStream("hi\n".getBytes(StandardCharsets.UTF_8));
    Stdio stdio = new Stdio(in, failing, new PrintWriter(err, true), false);
    return TidewireCommand.run(stdio, "connect", "-w", "forever", url("/echo"));
  }

  private String header(String name, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "connect";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = url("/header/" + name);
    return Cli.run("", arguments).out();
  }

  /// The one line that a command says when it fails.
  private static String failure(int exitCode, String... arguments) {
    Cli.Result result = Cli.run("", arguments);
    assertThat(result.err()).hasLineCount(1);
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.out()).isEmpty();
    return result.err().strip();
  }

  private String url(String path) {
    return "ws://127.0.0.1:" + server.port() + path;
  }

  private static void sendHeader(WebSocket ws) {
    String name = ws.request().pathParameter("name");
    ws.send(ws.request().header(name).orElse("none"));
    ws.close(1000, "");
  }

  private static void closeWithCode(WebSocket ws) {
    ws.close(Integer.parseInt(ws.request().pathParameter("code")), "bye");
  }

  private interface OnOpen {
    void accept(WebSocket ws);
  }

  private static WebSocketHandler onOpen(OnOpen action) {
    return new WebSocketHandler() {
      @Override
      public void onOpen(WebSocket ws) {
        action.accept(ws);
      }
    };
  }

  private final class Echo implements WebSocketHandler {
    @Override
    public void onMessage(WebSocket ws, Message message) {
      ws.send(message);
    }

    @Override
    public void onClose(WebSocket ws, CloseReason reason) {
      closed.add(reason);
    }
  }
}
