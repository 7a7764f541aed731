package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.FrameObserver;
import io.tidewire.protocol.Role;
import java.util.Arrays;
import java.util.Optional;

/// A server and a client in memory, and the wire between them. A conversation is written once and
/// taken by both roles, with reads of all kinds of sizes.
final class Pair {
  private static final int[] READS = {1, 2, 7, 1000, Integer.MAX_VALUE};

  private Pair() {}

  /// What the two ends do; `a` is the server in half of the runs.
  interface Conversation {
    void between(Side a, Side b) throws Exception;
  }

  static void mirrored(Conversation conversation) throws Exception {
    mirrored(WebSocketOptions.DEFAULTS, conversation);
  }

  static void mirrored(WebSocketOptions options, Conversation conversation) throws Exception {
    for (int reads : READS) {
      run(Role.SERVER, options, reads, conversation);
      run(Role.CLIENT, options, reads, conversation);
    }
  }

  /// Both ends compress, and both with these options.
  static void compressed(CompressionOptions options, Conversation conversation) throws Exception {
    for (int reads : READS) {
      runCompressed(Role.SERVER, options, reads, conversation);
      runCompressed(Role.CLIENT, options, reads, conversation);
    }
  }

  private static void runCompressed(
      Role role, CompressionOptions options, int reads, Conversation conversation)
      throws Exception {
    Negotiated deflate = Negotiated.of(options, options);
    Side a = side(role, deflate, reads);
    Side b = side(other(role), deflate, reads);
    run(a, b, conversation);
    a.end.loopEnds();
    b.end.loopEnds();
  }

  private static Side side(Role role, Negotiated deflate, int reads) {
    CompressedCount count = new CompressedCount();
    WebSocketOptions options = WebSocketOptions.DEFAULTS.withFrameObserver(count);
    Agreed agreed = Settled.as(role, options, Optional.of(deflate.of(role)));
    return new Side(new End(agreed, new Recorder()), reads, count);
  }

  private static Role other(Role role) {
    return role == Role.SERVER ? Role.CLIENT : Role.SERVER;
  }

  private static void run(Role role, WebSocketOptions options, int reads, Conversation conversation)
      throws Exception {
    run(
        new Side(new End(role, options, new Recorder()), reads, new CompressedCount()),
        new Side(new End(other(role), options, new Recorder()), reads, new CompressedCount()),
        conversation);
  }

  private static void run(Side a, Side b, Conversation conversation) throws Exception {
    a.peer = b;
    b.peer = a;
    a.then("open");
    b.then("open");
    conversation.between(a, b);
    a.pump();
    assertThat(a.end.recorder.take()).as("unexpected at a").isEmpty();
    assertThat(b.end.recorder.take()).as("unexpected at b").isEmpty();
    a.end.peerEnds();
    b.end.peerEnds();
  }

  /// Messages that were sent with RSV1 set on their first frame (RFC 7692 §6).
  private static final class CompressedCount implements FrameObserver {
    private static final int RSV1 = 4;

    private int sent;

    @Override
    public void frame(boolean sent, boolean fin, int rsv, int opcode, boolean masked, long length) {
      if (sent && rsv == RSV1) {
        this.sent++;
      }
    }
  }

  /// One of the two.
  static final class Side {
    final End end;
    private final int reads;
    private final CompressedCount count;
    private Side peer;

    private Side(End end, int reads, CompressedCount count) {
      this.end = end;
      this.reads = reads;
      this.count = count;
    }

    /// How many messages this side has sent compressed; only where both compress.
    int compressed() {
      return count.sent;
    }

    Side on(String event, Recorder.Reaction reaction) {
      end.recorder.on(event, reaction);
      return this;
    }

    /// Just these events came since the last call, in this order.
    Side then(String... events) {
      pump();
      assertThat(end.recorder.take()).containsExactlyElementsOf(Arrays.asList(events));
      return this;
    }

    /// Carries bytes both ways until none are left, and then the ends of TCP.
    void pump() {
      if (peer != null) {
        boolean moved = true;
        while (moved) {
          end.channel.runPendingTasks();
          peer.end.channel.runPendingTasks();
          boolean there = carry(this, peer);
          boolean back = carry(peer, this);
          moved = there || back;
        }
      }
    }

    private static boolean carry(Side from, Side to) {
      byte[] bytes = from.end.channel.takeSent();
      for (int at = 0; at < bytes.length && to.end.channel.isActive(); ) {
        // Where much comes, there are cuts enough.
        int read = Math.max(from.reads, bytes.length / 200);
        int count = Math.min(read, bytes.length - at);
        to.end.receives(Arrays.copyOfRange(bytes, at, at + count));
        at += count;
      }
      boolean ended = from.end.channel.isOutputShutdown() || !from.end.channel.isActive();
      if (bytes.length == 0 && ended && to.end.channel.isActive()) {
        to.end.peerEnds();
        return true;
      }
      return bytes.length > 0;
    }
  }
}
