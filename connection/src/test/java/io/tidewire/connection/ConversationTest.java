package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two of our own ends talk, each conversation with the roles both ways.
class ConversationTest {

  @Test
  void messagesArriveWholeAndInOrder() throws Exception {
    Pair.mirrored((a, b) -> {
      a.end.ws.send("hi");
      a.end.ws.send(new byte[] {0, -1});
      a.end.ws.send("");
      a.end.ws.send(new byte[0]);
      a.end.ws.send(Message.text("grüße 😀"));
      b.then("text hi", "binary 00ff", "text ", "binary ", "text grüße 😀");
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20})
  void messagesOfAnySizeArrive(int size) throws Exception {
    byte[] payload = Payload.of(size);
    Pair.mirrored((a, b) -> {
      a.end.ws.send(payload);
      b.then("binary " + Frame.describe(false, payload));
    });
  }

  @Test
  void bothMayTalkAtOnce() throws Exception {
    Pair.mirrored((a, b) -> {
      a.end.ws.send("from a");
      b.end.ws.send("from b");
      a.then("text from b");
      b.then("text from a");
    });
  }

  @Test
  void aReceivedMessageMayBeSentAsItIs() throws Exception {
    Pair.mirrored((a, b) -> {
      b.end.recorder.onEachMessage((ws, message) -> ws.send(message));
      a.end.ws.send("hi");
      a.end.ws.send(Payload.of(100_000));
      a.then("text hi", "binary " + Frame.describe(false, Payload.of(100_000)));
      b.then("text hi", "binary " + Frame.describe(false, Payload.of(100_000)));
    });
  }

  @Test
  void aHandlerMaySendFarMoreThanItGets() throws Exception {
    Pair.mirrored((a, b) -> {
      b.on(
          "text more",
          (ws, message) -> {
            for (int i = 0; i < 200; i++) {
              ws.send(Payload.of(1000 + i));
            }
          });
      a.end.ws.send("more");
      b.then("text more");
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add("binary " + Frame.describe(false, Payload.of(1000 + i)));
      }
      a.then(all.toArray(String[]::new));
    });
  }

  @Test
  void aCloseIsAnsweredAndToldToBothOnce() throws Exception {
    Pair.mirrored((a, b) -> {
      CompletableFuture<CloseReason> closed = a.end.ws.close(4000, "bye");
      a.then("closed 4000 bye (LOCAL)");
      b.then("closed 4000 bye (PEER)");
      assertThat(closed).isCompletedWithValueMatching(reason -> reason.code() == 4000);
      assertThat(b.end.ws.closed()).isCompletedWithValueMatching(why -> why.text().equals("bye"));
      assertThat(a.end.ws.isOpen()).isFalse();
      assertThat(b.end.ws.isOpen()).isFalse();
    });
  }

  @Test
  void aCloseWithoutACodeIs1005() throws Exception {
    Pair.mirrored((a, b) -> {
      a.end.ws.close(1005, "");
      a.then("closed 1005 (LOCAL)");
      b.then("closed 1005 (PEER)");
    });
  }

  @Test
  void bothMayCloseAtOnce() throws Exception {
    Pair.mirrored((a, b) -> {
      a.end.ws.close(4001, "a");
      b.end.ws.close(4002, "b");
      a.then("closed 4001 a (LOCAL)");
      b.then("closed 4002 b (LOCAL)");
    });
  }

  @Test
  void tcpEndsOnBothSidesBehindTheClosingHandshake() throws Exception {
    Pair.mirrored((a, b) -> {
      a.end.ws.close(1000, "");
      a.then("closed 1000 (LOCAL)");
      b.then("closed 1000 (PEER)");
      assertThat(a.end.channel.isActive()).isFalse();
      assertThat(b.end.channel.isActive()).isFalse();
    });
  }

  @Test
  void whatWasSentBeforeTheCloseArrives() throws Exception {
    Pair.mirrored((a, b) -> {
      for (int i = 0; i < 3; i++) {
        a.end.ws.send("message " + i);
      }
      a.end.ws.close(1000, "");
      assertThat(a.end.ws.send("too late")).isFalse();
      b.then("text message 0", "text message 1", "text message 2", "closed 1000 (PEER)");
      a.then("closed 1000 (LOCAL)");
    });
  }

  @Test
  void whatThePeerSentBeforeItsAnswerStillArrives() throws Exception {
    Pair.mirrored((a, b) -> {
      b.end.ws.send("on its way");
      a.end.ws.close(1000, "");
      a.then("text on its way", "closed 1000 (LOCAL)");
      b.then("closed 1000 (PEER)");
    });
  }

  @Test
  void aHandlerMaySendAndCloseAsItOpens() throws Exception {
    End server =
        End.server(
            new Recorder()
                .on(
                    "open",
                    (ws, message) -> {
                      assertThat(ws.send("welcome")).isTrue();
                      ws.close();
                      assertThat(ws.isOpen()).isFalse();
                    }));
    server.then("open").thenSent("text welcome", "close 1000");
    server.receives(Frame.close(1000)).then("closed 1000 (LOCAL)");
    server.peerEnds();
  }

  @Test
  void aHandlerMayCloseInTheMidstOfAMessage() throws Exception {
    Pair.mirrored((a, b) -> {
      b.on(
          "text bye?",
          (ws, message) -> {
            ws.send("bye");
            ws.close(4000, message.text());
            assertThat(ws.send("and")).isFalse();
          });
      a.end.ws.send("bye?");
      a.end.ws.send("still here");
      a.then("text bye", "closed 4000 bye? (PEER)");
      b.then("text bye?", "text still here", "closed 4000 bye? (LOCAL)");
    });
  }

  @Test
  void aHandlerMayAbortInTheMidstOfAMessage() throws Exception {
    Pair.mirrored((a, b) -> {
      b.on("text 1", (ws, message) -> ws.abort());
      a.end.ws.send("1");
      a.end.ws.send("2");
      b.then("text 1", "closed 1006 (LOCAL)");
      a.then("closed 1006 (NETWORK)");
    });
  }

  @Test
  void nothingCanBeDoneInOnCloseAndNothingComesAfterIt() throws Exception {
    Pair.mirrored((a, b) -> {
      List<CompletableFuture<?>> pings = new ArrayList<>();
      a.on(
          "closed 1000 (LOCAL)",
          (ws, message) -> {
            assertThat(ws.isOpen()).isFalse();
            assertThat(ws.send("late")).isFalse();
            ws.close();
            ws.close(4000, "again");
            ws.abort();
            pings.add(ws.ping());
            pings.add(ws.sendAsync(Message.text("later")));
          });
      a.end.ws.close(1000, "");
      a.then("closed 1000 (LOCAL)");
      b.then("closed 1000 (PEER)");
      assertThat(pings).hasSize(2).allMatch(CompletableFuture::isCompletedExceptionally);
    });
  }

  @Test
  void aPingTellsTheRoundTrip() throws Exception {
    Pair.mirrored((a, b) -> {
      CompletableFuture<Duration> pong = a.end.ws.ping();
      a.end.channel.advanceTimeBy(30, TimeUnit.MILLISECONDS);
      a.pump();
      assertThat(pong).isCompletedWithValue(Duration.ofMillis(30));
    });
  }

  @Test
  void aConnectionKnowsItsHandshake() throws Exception {
    Pair.mirrored((a, b) -> {
      WebSocket ws = a.end.ws;
      assertThat(ws.request().path()).isEqualTo("/test");
      assertThat(ws.request().queryParameter("room")).contains("1");
      assertThat(ws.subprotocol()).contains("chat");
      assertThat(ws.responseHeaders().isEmpty()).isTrue();
      ws.attributes().put("user", "ada");
      assertThat(ws.attributes()).containsEntry("user", "ada");
      assertThat(ws.toString()).startsWith("WebSocket /test ").contains("127.0.0.1");
    });
  }

  @Test
  void whereStreamingIsOnAnEventHandlerStillGetsWholeMessages() throws Exception {
    Pair.mirrored(
        WebSocketOptions.DEFAULTS.withStreaming(true),
        (a, b) -> {
          a.end.ws.send("a whole message");
          b.then("text a whole message");
        });
  }

  @Test
  void closedCannotBeCompletedByTheApplication() throws Exception {
    Pair.mirrored((a, b) -> {
      a.end.ws.closed().complete(null);
      assertThat(a.end.ws.closed()).isNotDone();
      a.end.ws.send("still open");
      b.then("text still open");
    });
  }
}
