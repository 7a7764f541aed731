package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.Message;
import io.tidewire.protocol.Role;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages are lent to a handler for the length of a call.
class LentMessageTest {
  static List<Consumer<Message>> uses() {
    return List.of(
        Message::isText,
        Message::size,
        Message::text,
        Message::bytes,
        Message::payload,
        Message::copy,
        Message::prepared,
        message -> message.copyTo(ByteBuffer.allocate(100)));
  }

  @ParameterizedTest
  @MethodSource("uses")
  void useAfterTheCallThrows(Consumer<Message> use) {
    Message kept = keep(Frame.text("hi"));
    assertThatThrownBy(() -> use.accept(kept))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "this message was lent for the length of the onMessage call; keep copy() instead");
    assertThat(kept.toString()).isEqualTo("a message whose loan is over");
  }

  @ParameterizedTest
  @MethodSource("uses")
  void useOnAnotherThreadThrowsAlsoDuringTheCall(Consumer<Message> use) {
    List<CompletableFuture<Void>> elsewhere = new ArrayList<>();
    End end =
        End.server(
            new Recorder()
                .onEachMessage((ws, message) -> {
                  CompletableFuture<Void> done = new CompletableFuture<>();
                  elsewhere.add(done);
                  Thread other =
                      Thread.ofVirtual()
                          .start(() ->
                              done.completeAsync(
                                  () -> {
                                    use.accept(message);
                                    return null;
                                  },
                                  Runnable::run));
                  other.join();
                }));
    end.receives(Frame.text("hi")).peerEnds();
    assertThat(elsewhere).hasSize(1);
    assertThat(elsewhere.getFirst())
        .isCompletedExceptionally()
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void sendingItAfterTheCallThrows() {
    End other = End.server();
    Message kept = keep(Frame.text("hi"));
    assertThatThrownBy(() -> other.ws.send(kept)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> other.ws.sendAsync(kept)).isInstanceOf(IllegalStateException.class);
    other.thenSent().peerEnds();
  }

  @Test
  void aHandlerThatThrowsEndsTheLoanToo() {
    List<Message> kept = new ArrayList<>();
    End end =
        End.server(
            new Recorder()
                .onEachMessage((ws, message) -> {
                  kept.add(message);
                  throw new IllegalStateException("in the handler");
                }));
    try (CapturedLog log = new CapturedLog()) {
      end.receives(Frame.text("hi")).peerEnds();
      assertThat(log.records()).hasSize(1);
    }
    assertThatThrownBy(kept.getFirst()::text).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCopyAndWhatWasTakenOutStay() {
    List<Object> kept = new ArrayList<>();
    End end =
        End.server(
            new Recorder()
                .onEachMessage((ws, message) -> {
                  kept.add(message.copy());
                  kept.add(message.isText() ? message.text() : "none");
                  kept.add(message.bytes());
                  kept.add(message.payload());
                }));
    end.receives(Frame.text("grüße")).receives(Frame.text("others")).peerEnds();
    byte[] utf8 = "grüße".getBytes(StandardCharsets.UTF_8);
    Message copy = (Message) kept.get(0);
    assertThat(copy.text()).isEqualTo("grüße");
    assertThat(copy.copy()).isSameAs(copy);
    assertThat(kept.get(1)).isEqualTo("grüße");
    assertThat(kept.get(2)).isEqualTo(utf8);
    assertThat(kept.get(3)).isEqualTo(ByteBuffer.wrap(utf8));
  }

  @Test
  void anyUseInAnyOrderSeesTheSame() {
    End end =
        End.server(
            new Recorder()
                .onEachMessage((ws, message) -> {
                  ByteBuffer target = ByteBuffer.allocate(7);
                  target.put((byte) 1);
                  message.copyTo(target);
                  assertThat(target.position()).isEqualTo(6);
                  ws.send(message);
                  assertThat(message.text()).isEqualTo("hello");
                  assertThat(message.size()).isEqualTo(5);
                  ws.send(message.copy());
                  assertThat(message.bytes()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
                  assertThat(message.payload().isReadOnly()).isTrue();
                  assertThatThrownBy(() -> message.copyTo(ByteBuffer.allocate(4)))
                      .isInstanceOf(BufferOverflowException.class);
                  ws.send(message);
                }));
    end.receives(Frame.text("hello"), Frame.text("hello"));
    end.thenSent(
        "text hello", "text hello", "text hello", "text hello", "text hello", "text hello");
    end.peerEnds();
  }

  @Test
  void aBinaryMessageHasNoText() {
    List<Throwable> refused = new ArrayList<>();
    End end =
        End.server(
            new Recorder()
                .onEachMessage((ws, message) -> {
                  assertThatThrownBy(message::text).hasMessageContaining("bytes() has its payload");
                  assertThat(message.toString()).isEqualTo("binary, 2 bytes");
                }));
    end.receives(Frame.binary(new byte[] {1, 2})).peerEnds().sent();
    assertThat(refused).isEmpty();
  }

  @Test
  void longTextAndTextInPiecesAreWholeStrings() {
    String text = "häufig 😀 ".repeat(10_000);
    List<String> texts = new ArrayList<>();
    End end = End.server(new Recorder().onEachMessage((ws, message) -> texts.add(message.text())));
    byte[] frame = Frame.text(text).bytes(true);
    end.receives(frame);
    end.receives(java.util.Arrays.copyOf(frame, 1000));
    end.receives(java.util.Arrays.copyOfRange(frame, 1000, frame.length));
    assertThat(texts).containsExactly(text, text);
    end.peerEnds();
  }

  @Test
  void aMessageMayBeSentToAnotherConnectionOfTheLoopAndToOneThatIsFull() {
    End other = new End(Role.CLIENT, io.tidewire.WebSocketOptions.DEFAULTS, new Recorder());
    End full = End.server().stalls();
    full.ws.send("first");
    full.channel.runPendingTasks();
    End end =
        End.server(
            new Recorder()
                .onEachMessage((ws, message) -> {
                  other.ws.send(message);
                  full.ws.send(message);
                }));
    end.receives(Frame.text("to all"));
    other.thenSent("text to all").peerEnds();
    full.flows().thenSent("text first", "text to all").peerEnds();
    end.peerEnds();
  }

  private static Message keep(Frame frame) {
    List<Message> kept = new ArrayList<>();
    End end = End.server(new Recorder().onEachMessage((ws, message) -> kept.add(message)));
    end.receives(frame).peerEnds();
    return kept.getFirst();
  }
}
