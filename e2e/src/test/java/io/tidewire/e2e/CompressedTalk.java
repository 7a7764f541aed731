package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.FrameObserver;
import io.tidewire.protocol.Limits;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Random messages to a peer that sends each back, and the evidence that they went compressed both
/// ways. Messages are sent by the thread of a test, one at a time.
final class CompressedTalk implements FrameObserver {
  static final int LARGEST = 16 << 20;

  private static final int RSV1 = 4;

  // The bytes from which on all the libraries compress.
  private static final int WORTHWHILE = 1024;

  // Messages with RSV1 set on their first frame.
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger received = new AtomicInteger();
  // Messages that any library would compress.
  private int worthwhile;

  /// Options for our end, which compresses whatever becomes smaller.
  WebSocketOptions options(CompressionOptions compression) {
    return WebSocketOptions.DEFAULTS
        .withLimits(new Limits(LARGEST, LARGEST, 1024))
        .withCompression(compression.withThreshold(0))
        .withFrameObserver(this);
  }

  @Override
  public void frame(boolean sent, boolean fin, int rsv, int opcode, boolean masked, long length) {
    if ((rsv & RSV1) != 0) {
      (sent ? this.sent : received).incrementAndGet();
    }
  }

  /// Sends messages of several kinds, of these sizes and of random ones, and expects each back.
  void exchange(WebSocket ours, int... sizes) {
    Random random = new Random(7692);
    for (int i = 0; i < 5; i++) {
      exchange(ours, random.nextInt(1 << random.nextInt(19)), random);
    }
    for (int size : sizes) {
      exchange(ours, size, random);
    }
    assertThat(worthwhile).isPositive();
    assertThat(sent.get()).isGreaterThanOrEqualTo(worthwhile);
    assertThat(received.get()).isGreaterThanOrEqualTo(worthwhile);
  }

  private void exchange(WebSocket ours, int size, Random random) {
    echoed(ours, Payloads.text(size));
    echoed(ours, Payloads.binary(size));
    worthwhile += size >= WORTHWHILE ? 1 : 0;
    if (size < LARGEST) {
      echoed(ours, Payloads.randomText(size, random));
      echoed(ours, new byte[size]);
      worthwhile += size >= WORTHWHILE ? 1 : 0;
    }
  }

  private static void echoed(WebSocket ours, String text) {
    ours.send(text);
    // Megabytes of it are not to be printed where they differ.
    assertThat(ours.receive().text().equals(text)).as("length %d", text.length()).isTrue();
  }

  private static void echoed(WebSocket ours, byte[] payload) {
    ours.send(payload);
    assertThat(ours.receive().bytes()).isEqualTo(payload);
  }

  /// What was agreed on.
  static String agreed(WebSocket ours) {
    return ours.responseHeaders().first("Sec-WebSocket-Extensions").orElse("");
  }
}
