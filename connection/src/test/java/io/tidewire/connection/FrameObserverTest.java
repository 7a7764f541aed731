package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.protocol.FrameObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The application watches the frames of a connection.
class FrameObserverTest {
  private final List<Throwable> hooked = new ArrayList<>();
  private final WebSocketOptions options =
      WebSocketOptions.DEFAULTS.withErrorHook((ws, failure) -> hooked.add(failure));

  @Test
  void anObserverSeesFramesBothWays() {
    List<String> seen = new ArrayList<>();
    FrameObserver observer =
        (sent, fin, rsv, opcode, masked, length) ->
            seen.add((sent ? "out " : "in ") + opcode + " " + length + (masked ? " masked" : ""));
    End end = End.server(options.withFrameObserver(observer)).opened();
    end.receives(Frame.text("hi"), Frame.ping(""));
    end.ws.send("hello");
    end.ws.close(1000, "");
    end.sent();
    assertThat(seen)
        .containsExactly("in 1 2 masked", "in 9 0 masked", "out 10 0", "out 1 5", "out 8 2");
    end.peerEnds();
  }

  @Test
  void anObserverThatThrowsIsToldAndSeesNoMore() {
    IllegalStateException failure = new IllegalStateException();
    FrameObserver observer =
        (sent, fin, rsv, opcode, masked, length) -> {
          throw failure;
        };
    End end = End.server(options.withFrameObserver(observer)).opened();
    end.receives(Frame.text("1"), Frame.text("2")).then("text 1", "text 2");
    end.ws.send("hello");
    end.ws.close(1000, "");
    end.thenSent("text hello", "close 1000");
    assertThat(hooked).containsExactly(failure);
    end.peerEnds();
  }

  @Test
  void whatAnObserverDoesToTheConnectionWaitsUntilTheFrameIsWritten() {
    AtomicReference<WebSocket> ws = new AtomicReference<>();
    List<CompletableFuture<?>> pings = new ArrayList<>();
    FrameObserver observer =
        (sent, fin, rsv, opcode, masked, length) -> {
          if (sent && opcode == 1 && length == 5) {
            ws.get().send("more than five");
            pings.add(ws.get().ping());
          }
        };
    End end = End.server(options.withFrameObserver(observer)).opened();
    ws.set(end.ws);
    end.ws.send("hello");
    end.thenSent("text hello", "text more than five", "ping 0000000000000001");
    assertThat(pings).hasSize(1);
    end.peerEnds();
  }

  @Test
  void anObserverMayAbortInTheMidstOfEncoding() {
    AtomicReference<WebSocket> ws = new AtomicReference<>();
    FrameObserver observer = (sent, fin, rsv, opcode, masked, length) -> ws.get().abort();
    End end = End.server(options.withFrameObserver(observer)).opened();
    ws.set(end.ws);
    end.ws.send("hello");
    end.channel.runPendingTasks();
    end.then("closed 1006 (LOCAL)");
    assertThat(end.channel.isOpen()).isFalse();
  }
}
