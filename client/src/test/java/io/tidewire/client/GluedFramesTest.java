package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.connection.Connections;
import io.tidewire.protocol.ClientHandshake;
import io.tidewire.protocol.Headers;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A server may send frames right behind its 101, in the same packet.
class GluedFramesTest {
  private static final Settings SETTINGS = WebSocketClient.builder().settings();

  private final List<String> texts = new ArrayList<>();
  private final WebSocketHandler collect =
      WebSocketHandler.onMessage((_, message) -> texts.add(message.text()));

  @Test
  void noByteIsLostWhereverThePacketIsCut() {
    for (int cut = 0; cut <= answer(handshake()).length; cut++) {
      texts.clear();
      ClientHandshake handshake = handshake();
      byte[] answer = answer(handshake);
      EmbeddedChannel channel = upgrading(handshake);
      channel.writeInbound(Unpooled.copiedBuffer(answer, 0, cut));
      channel.writeInbound(Unpooled.copiedBuffer(answer, cut, answer.length - cut));
      assertThat(texts).as("cut at %s", cut).containsExactly("one", "two");
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void noByteIsLostWhenEachComesAlone() {
    ClientHandshake handshake = handshake();
    EmbeddedChannel channel = upgrading(handshake);
    for (byte each : answer(handshake)) {
      channel.writeInbound(Unpooled.copiedBuffer(new byte[] {each}));
    }
    assertThat(texts).containsExactly("one", "two");
    channel.finishAndReleaseAll();
  }

  @Test
  void nothingOfHttpIsLeftInThePipeline() {
    ClientHandshake handshake = handshake();
    EmbeddedChannel channel = upgrading(handshake);
    channel.writeInbound(Unpooled.copiedBuffer(answer(handshake)));
    assertThat(channel.pipeline().toMap()).hasSize(1);
    channel.finishAndReleaseAll();
  }

  @Test
  void framesInThePacketOfThe101ReachAReader() throws Exception {
    try (RawServer server = RawServer.start(GluedFramesTest::glued);
        WebSocket ws = WebSocketClient.connect(server.uri().toString())) {
      assertThat(ws.receive().text()).isEqualTo("one");
      assertThat(ws.receive().text()).isEqualTo("two");
    }
  }

  @Test
  void framesInThePacketOfThe101ReachAHandlerAfterItsOpening() throws Exception {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    WebSocketHandler handler =
        new WebSocketHandler() {
          @Override
          public void onOpen(WebSocket ws) {
            events.add("open");
          }

          @Override
          public void onMessage(WebSocket ws, Message message) {
            events.add(message.text());
          }
        };
    try (RawServer server = RawServer.start(GluedFramesTest::glued);
        WebSocketClient client = WebSocketClient.builder().build()) {
      client.connect(server.uri(), handler);
      for (String event : List.of("open", "one", "two")) {
        assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
      }
    }
  }

  @Test
  void aMessageSentWhileOpeningGoesOut() throws Exception {
    BlockingQueue<String> echoed = new LinkedBlockingQueue<>();
    WebSocketHandler handler =
        new WebSocketHandler() {
          @Override
          public void onOpen(WebSocket ws) {
            ws.send("first thing");
          }

          @Override
          public void onMessage(WebSocket ws, Message message) {
            echoed.add(message.text());
          }
        };
    try (RawServer server = RawServer.start(RawServer::echo);
        WebSocketClient client = WebSocketClient.builder().build()) {
      client.connect(server.uri(), handler);
      assertThat(echoed.poll(10, TimeUnit.SECONDS)).isEqualTo("first thing");
    }
  }

  private static void glued(RawPeer peer) throws Exception {
    peer.readHead();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(peer.validAnswer().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(RawPeer.textFrame("one"));
    all.writeBytes(RawPeer.textFrame("two"));
    peer.send(all.toByteArray());
    peer.readText();
  }

  private EmbeddedChannel upgrading(ClientHandshake handshake) {
    EmbeddedChannel channel = new EmbeddedChannel();
    Upgrade upgrade =
        new Upgrade(
            handshake,
            Optional.empty(),
            Optional.empty(),
            (open, agreed) -> Connections.open(open, agreed, collect),
            SETTINGS);
    upgrade.start(channel);
    ByteBuf request = channel.readOutbound();
    assertThat(request.toString(StandardCharsets.US_ASCII)).startsWith("GET /chat HTTP/1.1\r\n");
    request.release();
    return channel;
  }

  private static ClientHandshake handshake() {
    return new ClientHandshake(
        URI.create("ws://host/chat"), List.of(), List.of(), Headers.EMPTY, new byte[16]);
  }

  private static byte[] answer(ClientHandshake handshake) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(RawPeer.answer(handshake.key()).getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(RawPeer.textFrame("one"));
    all.writeBytes(RawPeer.textFrame("two"));
    return all.toByteArray();
  }
}
