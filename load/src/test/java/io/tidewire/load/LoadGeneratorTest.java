package io.tidewire.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.client.ClientTls;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.load.Payload.Kind;
import io.tidewire.protocol.Headers;
import io.tidewire.server.HandshakeDecision;
import io.tidewire.server.Listener;
import io.tidewire.server.ServerTls;
import io.tidewire.server.WebSocketServer;
import io.tidewire.server.WebSocketServerBuilder;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole runs against a real server.
@Timeout(60)
class LoadGeneratorTest {
  private static final Duration A_MOMENT = Duration.ofMillis(300);

  private final Set<WebSocket> room = ConcurrentHashMap.newKeySet();
  private X509Bundle certificate;
  private WebSocketServer server;

  @BeforeEach
  void start() throws Exception {
    certificate =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    ServerTls tls = ServerTls.keyStore(certificate.toKeyStore(new char[0]), "");
    WebSocketHandler echo = WebSocketHandler.onMessage((ws, message) -> ws.send(message));
    WebSocketServerBuilder builder =
        WebSocketServer.builder()
            .listen(Listener.tcp("127.0.0.1", 0))
            .listen(Listener.tls("127.0.0.1", 0, tls))
            .route("/echo", echo, "load")
            .route("/room", new Room())
            .route("/private", echo)
            .policy(request ->
                request.path().equals("/private")
                        && !request.headers().first("Authorization").orElse("").equals("Bearer me")
                    ? HandshakeDecision.refuse(401, "who are you?")
                    : HandshakeDecision.accept());
    server = builder.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Everyone gets each message.
  private final class Room implements WebSocketHandler {
    @Override
    public void onOpen(WebSocket ws) {
      room.add(ws);
    }

    @Override
    public void onMessage(WebSocket ws, Message message) {
      Message line = message.copy();
      room.forEach(member -> member.send(line));
    }
  }

  private int port(int listener) {
    return ((InetSocketAddress) server.addresses().get(listener)).getPort();
  }

  private LoadOptions options(String path) {
    return brief(URI.create("ws://127.0.0.1:" + port(0) + path));
  }

  private static LoadOptions brief(URI target) {
    return LoadOptions.of(target).withTimes(Duration.ZERO, A_MOMENT);
  }

  private static LoadResult run(LoadOptions options) throws Exception {
    LoadResult result = LoadGenerator.run(options, progress -> {});
    assertThat(result.failure()).isEmpty();
    assertThat(result.interrupted()).isFalse();
    assertThat(result.open()).isEqualTo(options.connections());
    return result;
  }

  private static void hasMeasured(LoadResult result) {
    assertThat(result.messages()).isPositive();
    assertThat(result.messagesPerSecond()).isPositive();
    assertThat(result.bytes()).isPositive();
    assertThat(result.latency().count()).isEqualTo(result.messages());
    assertThat(result.latency().curve()).isNotEmpty();
    assertThat(result.latency().curve().getLast().percentile()).isEqualTo(100);
    assertThat(result.cpu().busiestThread().used()).isPositive();
  }

  // ---- echoes

  @ParameterizedTest
  @EnumSource
  void everyKindComesBack(Kind kind) throws Exception {
    hasMeasured(run(options("/echo").withConnections(2).withPayload(kind, 300)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "125, 32", "126, 7", "65535, 2", "65536, 2", "1000000, 1"})
  void everySizeAndDepthComesBack(int bytes, int depth) throws Exception {
    LoadOptions options =
        options("/echo").withPayload(Kind.BINARY, bytes).withWork(new Work.Pipelined(depth));
    hasMeasured(run(options.withConnections(2)));
  }

  @Test
  void severalThreadsShareTheConnections() throws Exception {
    hasMeasured(run(options("/echo").withConnections(5).withThreads(2)));
  }

  @Test
  void sendsByTheClock() throws Exception {
    LoadResult result = run(options("/echo").withConnections(3).withWork(new Work.Paced(500)));
    hasMeasured(result);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 8", "3, 1", "2, 8"})
  void countsDeliveriesOfABroadcast(int senders, int outstanding) throws Exception {
    LoadResult result =
        run(
            options("/room")
                .withConnections(20)
                .withPayload(Kind.ASCII, 100)
                .withWork(new Work.Broadcast(senders, outstanding)));
    hasMeasured(result);
  }

  @Test
  void holdsIdleConnectionsAndAnswersPings() throws Exception {
    WebSocketOptions pinging =
        WebSocketOptions.DEFAULTS.withHeartbeat(Duration.ofMillis(50), Duration.ofSeconds(30));
    try (WebSocketServer heart =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .options(pinging)
            .route("/", WebSocketHandler.onMessage((ws, message) -> {}))
            .start()) {
      URI target = URI.create("ws://127.0.0.1:" + heart.port() + "/");
      LoadResult result = run(brief(target).withConnections(20).withWork(new Work.Idle()));
      assertThat(result.messages()).isZero();
      assertThat(result.latency().count()).isZero();
    }
  }

  // ---- the handshake

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void speaksTls(boolean insecure) throws Exception {
    ClientTls tls = ClientTls.system();
    URI target = URI.create("wss://localhost:" + port(1) + "/echo");
    LoadOptions options =
        brief(target)
            .withTls(insecure ? tls.insecure() : tls.withTrust(certificate.toKeyStore(new char[0])))
            .withConnections(3)
            .withWork(new Work.Pipelined(4));
    hasMeasured(run(options.withPayload(Kind.JSON, 20_000)));
  }

  @Test
  void trustsNobodyWithoutReason() {
    URI target = URI.create("wss://localhost:" + port(1) + "/echo");
    assertThatExceptionOfType(LoadException.class)
        .isThrownBy(() -> run(brief(target)))
        .withMessageContaining("the certificate for localhost is not trusted");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void sendsAndRestoresCompressedMessages(int connections) throws Exception {
    LoadResult result =
        run(
            options("/echo")
                .withConnections(connections)
                .withPayload(Kind.JSON, 16_384)
                .withWork(new Work.Pipelined(2))
                .withCompression(true));
    hasMeasured(result);
    assertThat(result.extension().orElseThrow())
        .startsWith("permessage-deflate")
        .contains("client_no_context_takeover");
    assertThat(result.bytes()).isLessThan(result.messages() * 16_384 / 2);
  }

  @Test
  void doesWithoutCompressionWhereTheServerDeclines() throws Exception {
    try (WebSocketServer plain =
        WebSocketServer.builder()
            .host("127.0.0.1")
            .port(0)
            .options(WebSocketOptions.DEFAULTS.withCompression(CompressionOptions.OFF))
            .route("/", WebSocketHandler.onMessage((ws, message) -> ws.send(message)))
            .start()) {
      URI target = URI.create("ws://127.0.0.1:" + plain.port() + "/");
      LoadResult result = run(brief(target).withPayload(Kind.JSON, 4096).withCompression(true));
      hasMeasured(result);
      assertThat(result.extension()).isEmpty();
    }
  }

  @Test
  void tellsTheServerWhatItIsToTell() throws Exception {
    LoadResult result =
        run(options("/private").withRequest(Headers.of("Authorization", "Bearer me"), List.of()));
    hasMeasured(result);
    result = run(options("/echo").withRequest(Headers.EMPTY, List.of("other", "load")));
    assertThat(result.subprotocol()).contains("load");
  }

  // ---- bare echoes

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void measuresABareEcho(boolean tls) throws Exception {
    try (RawPeer echo =
        tls ? RawPeer.tls(certificate, RawPeer::echo) : RawPeer.tcp(RawPeer::echo)) {
      URI target = URI.create((tls ? "tls" : "tcp") + "://localhost:" + echo.port());
      LoadOptions options =
          brief(target)
              .withTls(ClientTls.system().insecure())
              .withConnections(2)
              .withWork(new Work.Pipelined(5));
      hasMeasured(run(options.withPayload(Kind.BINARY, 3000)));
    }
  }

  // ---- the result

  @Test
  void tellsTheCpuTimeOfTheServersProcess() throws Exception {
    LoadResult result = run(options("/echo").withServerPid(ProcessHandle.current().pid()));
    assertThat(result.cpu().server()).isPresent();
    assertThat(result.serverMicrosPerMessage()).isPresent();
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    List<Progress> told = new ArrayList<>();
    LoadResult result =
        LoadGenerator.run(
            options("/echo").withTimes(Duration.ofMillis(1100), Duration.ofMillis(1100)),
            told::add);
    assertThat(result.failure()).isEmpty();
    assertThat(told)
        .extracting(Progress::phase)
        .containsExactly(Progress.Phase.WARMUP, Progress.Phase.MEASURING);
    assertThat(told).allSatisfy(each -> assertThat(each.messages()).isPositive());
  }

  @Test
  void anInterruptEndsItWithWhatWasMeasured() throws Exception {
    Thread caller = Thread.currentThread();
    LoadResult result =
        LoadGenerator.run(
            options("/echo").withTimes(Duration.ZERO, Duration.ofHours(1)),
            progress -> caller.interrupt());
    assertThat(result.interrupted()).isTrue();
    hasMeasured(result);
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    LoadOptions options = options("/echo");
    assertThatIllegalArgumentException().isThrownBy(() -> options.withConnections(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withThreads(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withWork(new Work.Broadcast(2, 1)))
        .withMessageContaining("senders");
    assertThatIllegalArgumentException().isThrownBy(() -> new Work.Pipelined(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Work.Paced(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(LoadOptions.of(URI.create("http://localhost/"))))
        .withMessageContaining("ws://");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(LoadOptions.of(URI.create("tcp://localhost"))))
        .withMessageContaining("tcp://HOST:PORT");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> run(LoadOptions.of(URI.create("tcp://localhost:1")).withCompression(true)))
        .withMessageContaining("no handshake");
  }
}
