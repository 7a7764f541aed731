package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import io.tidewire.protocol.CloseReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServeCommandTest {
  @TempDir private Path folder;

  @Test
  void printsTheAddressesToOpen() throws IOException {
    try (Cli.Running serve = Cli.start("serve", "--port", "0")) {
      assertThat(serve.out("is ready")).contains("transport ");
      assertThat(serve.out("console")).matches("  console   http://localhost:\\d+/");
      assertThat(serve.out("echo")).matches("  echo      ws://localhost:\\d+/echo");
      assertThat(serve.out("chat")).matches("  chat      ws://localhost:\\d+/chat/\\{room}");
      assertThat(serve.out("time")).matches("  time      ws://localhost:\\d+/time");
    }
  }

  @Test
  void saysGoodbyeWhenInterrupted() throws IOException {
    try (Served served = Served.start();
        WebSocket ws = WebSocketClient.connect(served.ws("/echo"))) {
      served.running().interrupt();

      CloseReason reason = ws.closed().join();
      assertThat(reason.code()).isEqualTo(1001);
      assertThat(served.running().exitCode()).isZero();
    }
  }

  @Test
  void listensOnUnixDomainSocketsAlone() throws IOException {
    Path socket = folder.resolve("s");
    try (Cli.Running serve = Cli.start("serve", "--unix", socket.toString())) {
      serve.out("tidewire connect --unix " + socket);
      serve.out("Ctrl-C");
      Cli.Result echo =
          Cli.run("hi\n", "connect", "-q", "--unix", socket.toString(), "ws://localhost/echo");
      assertThat(echo.exitCode()).isZero();
      assertThat(echo.out()).isEqualTo("hi\n");
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void makesCertificateForLocalhost() throws IOException {
    try (Cli.Running serve = Cli.start("serve", "--port", "0", "--tls")) {
      assertThat(serve.out("is ready")).contains("TLS by ");
      String url = serve.out("echo").replaceFirst(".* ", "");
      serve.out("trusted by nobody");
      assertThat(serve.out(":")).matches("  ([0-9A-F]{2}:){31}[0-9A-F]{2}");

      Cli.Result trusting = Cli.run("hi\n", "connect", "-q", "--insecure", url);
      assertThat(trusting.out()).isEqualTo("hi\n");
      Cli.Result careful = Cli.run("hi\n", "connect", url);
      assertThat(careful.exitCode()).isEqualTo(1);
      assertThat(careful.err()).contains("is not trusted").hasLineCount(1);
    }
  }

  @Test
  void usesTheCertificateItIsGiven() throws Exception {
    X509Bundle bundle = localhost();
    Path certificate = write("cert.pem", bundle.getCertificatePathPEM());
    Path key = write("key.pem", bundle.getPrivateKeyPEM());
    try (Served served = Served.start("--cert", certificate.toString(), "--key", key.toString())) {
      String url = served.ws("/echo");
      Cli.Result echo = Cli.run("hi\n", "connect", "--cacert", certificate.toString(), url);
      assertThat(echo.out()).isEqualTo("hi\n");
    }
  }

  @Test
  void takesCertificateAndKeyFromOneFile() throws Exception {
    X509Bundle bundle = localhost();
    String both = bundle.getCertificatePathPEM() + "\n" + bundle.getPrivateKeyPEM();
    Path file = write("both.pem", both);
    try (Served served = Served.start("--cert", file.toString())) {
      assertThat(served.ws("/")).startsWith("wss:");
    }
  }

  @Test
  void saysThatThePortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(failure(1, "serve", "--port", port))
          .isEqualTo(
              "tidewire serve: port "
                  + port
                  + " on 127.0.0.1 is in use: another program listens there"
                  + " (--port chooses another)");
    }
  }

  @Test
  void saysThatTheCertificateIsMissing() {
    String missing = folder.resolve("cert.pem").toString();
    assertThat(failure(1, "serve", "--cert", missing))
        .isEqualTo("tidewire serve: " + missing + " does not exist");
  }

  @Test
  void saysThatTheFileHoldsNoCertificate() throws IOException {
    String file = write("cert.pem", "hello").toString();
    assertThat(failure(1, "serve", "--cert", file))
        .startsWith("tidewire serve: " + file + " holds no certificate in PEM form");
  }

  @Test
  void saysThatTheKeyIsOfAnotherCertificate() throws Exception {
    String certificate = write("cert.pem", localhost().getCertificatePathPEM()).toString();
    String key = write("key.pem", localhost().getPrivateKeyPEM()).toString();
    assertThat(failure(1, "serve", "--cert", certificate, "--key", key))
        .isEqualTo(
            "tidewire serve: the key in "
                + key
                + " does not belong to the certificate in "
                + certificate);
  }

  @Test
  void saysWhatIsWrongWithAnOption() {
    assertThat(failure(2, "serve", "--port", "http"))
        .isEqualTo(
            "tidewire serve: Invalid value for option '--port': 'http' is not an int"
                + " (see tidewire serve --help)");
    assertThat(failure(2, "serve", "--port", "65536"))
        .isEqualTo(
            "tidewire serve: a port is a number from 0 to 65535, not 65536"
                + " (see tidewire serve --help)");
    assertThat(failure(2, "serve", "--key", "key.pem"))
        .isEqualTo(
            "tidewire serve: --key needs the certificate: --cert (see tidewire serve --help)");
    assertThat(failure(2, "serve", "--max-size", "big"))
        .startsWith("tidewire serve: Invalid value for option '--max-size'");
    assertThat(failure(2, "serve", "--drain", "soon"))
        .startsWith("tidewire serve: Invalid value for option '--drain'");
    assertThat(failure(2, "serve", "--transport", "pigeon"))
        .startsWith("tidewire serve: Invalid value for option '--transport'");
    assertThat(failure(2, "serve", "--allow-origin", "example.com"))
        .contains("an allowed origin is written scheme://host");
    assertThat(failure(2, "serve", "--allow-host", "http://example.com"))
        .contains("a host is a name such as example.com");
    assertThat(failure(2, "serve", "--colour")).startsWith("tidewire serve: Unknown option");
  }

  @Test
  void limitsMessages() throws IOException {
    try (Served served = Served.start("--max-size", "1k")) {
      Cli.Result result = Cli.run("x".repeat(1025), "connect", served.ws("/echo"));
      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.err()).contains("1009 (message too big)");
    }
  }

  @Test
  void compressesUnlessToldNotTo() throws IOException {
    String text = "x".repeat(2000);
    try (Served served = Served.start()) {
      assertThat(Cli.run(text, "connect", "-v", served.ws("/echo")).err())
          .contains("< Sec-WebSocket-Extensions: permessage-deflate")
          .containsPattern("< text \\d{2} B compressed fin");
    }
    try (Served served = Served.start("--no-compression")) {
      assertThat(Cli.run(text, "connect", "-v", served.ws("/echo")).err())
          .contains("> Sec-WebSocket-Extensions: permessage-deflate")
          .doesNotContain("< Sec-WebSocket-Extensions")
          .contains("< text 2000 B fin");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo", "/chat/cats", "/time"})
  void servesClientsWithoutWebSocketWhereAskedTo(String route) throws Exception {
    URI info;
    try (Served served = Served.start("--fallback");
        HttpClient http = HttpClient.newHttpClient()) {
      info = URI.create(served.ws(route).replaceFirst("^ws", "http") + "/info");
      assertThat(http.send(HttpRequest.newBuilder(info).build(), BodyHandlers.ofString()).body())
          .contains("\"websocket\":true");
    }
    try (Served served = Served.start();
        HttpClient http = HttpClient.newHttpClient()) {
      info = URI.create(served.ws(route).replaceFirst("^ws", "http") + "/info");
      assertThat(http.send(HttpRequest.newBuilder(info).build(), BodyHandlers.discarding()))
          .returns(404, HttpResponse::statusCode);
    }
  }

  @Test
  void allowsOrigins() throws IOException {
    try (Served served = Served.start("--allow-origin", "https://good.example")) {
      String[] good = {"connect", "-o", "https://good.example", served.ws("/echo")};
      assertThat(Cli.run("hi", good).out()).isEqualTo("hi\n");
      String[] bad = {"connect", "-o", "https://bad.example", served.ws("/echo")};
      assertThat(Cli.run("hi", bad).err()).contains("403 Forbidden");
    }
    try (Served served = Served.start("--allow-origin", "any")) {
      String[] other = {"connect", "-o", "https://bad.example", served.ws("/echo")};
      assertThat(Cli.run("hi", other).out()).isEqualTo("hi\n");
    }
  }

  // DNS rebinding: evil.example leads to 127.0.0.1 by now, so its page is of the same origin.
  @Test
  void onLoopbackItAnswersToItsOwnNamesAlone() throws IOException {
    try (Served served = Served.start()) {
      assertThat(status(served, "evil.example")).isEqualTo("421 Misdirected Request");
      for (String name : List.of("localhost", "127.0.0.1", "[::1]")) {
        assertThat(status(served, name)).isEqualTo("200 OK");
      }
    }
  }

  @Test
  void itAnswersToTheNamesItIsTold() throws IOException {
    try (Served served = Served.start("--allow-host", "app.example")) {
      assertThat(status(served, "app.example")).isEqualTo("200 OK");
      assertThat(status(served, "localhost")).isEqualTo("200 OK");
      assertThat(status(served, "evil.example")).isEqualTo("421 Misdirected Request");
    }
    try (Served served = Served.start("--allow-host", "any")) {
      assertThat(status(served, "evil.example")).isEqualTo("200 OK");
    }
  }

  @Test
  void onAnAddressThatOthersReachItAnswersToAnyNameUnlessTold() throws IOException {
    try (Served served = Served.start("--host", "0.0.0.0")) {
      assertThat(status(served, "app.example")).isEqualTo("200 OK");
    }
    try (Served served = Served.start("--host", "0.0.0.0", "--allow-host", "app.example")) {
      assertThat(status(served, "app.example")).isEqualTo("200 OK");
      assertThat(status(served, "0.0.0.0")).isEqualTo("421 Misdirected Request");
    }
  }

  private static String status(Served served, String host) throws IOException {
    try (RawClient client = new RawClient(served.port())) {
      String line = client.get("/", host + ":" + served.port()).lines().findFirst().orElseThrow();
      return line.substring("HTTP/1.1 ".length());
    }
  }

  /// The one line that a command says when it fails.
  private static String failure(int exitCode, String... arguments) {
    Cli.Result result = Cli.run("", arguments);
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).hasLineCount(1);
    return result.err().strip();
  }

  private static X509Bundle localhost() throws Exception {
    return new CertificateBuilder()
        .subject("CN=localhost")
        .addSanDnsName("localhost")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
