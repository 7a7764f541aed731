package io.tidewire.fallback;

import io.netty.channel.EventLoop;
import io.tidewire.Message;
import io.tidewire.connection.Carried;
import io.tidewire.connection.Carrier;
import io.tidewire.connection.Wire;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/// A WebSocket that is carried by requests: one receives, others send. Event loop only, but for
/// what says otherwise.
///
/// ```
///            open              close, fail, cut, no visit        disconnectDelay
///   OPENING ──────► OPEN ─────────────────────────────► ENDED ──────────────────► forgotten
///                                                 says why to who visits
/// ```
final class Session implements Carrier, Wire {
  static final String TWO_RECEIVERS = Frames.close(2010, "Another connection still open");
  private static final String INTERRUPTED = Frames.close(1002, "Connection interrupted");

  private final String id;
  private final Owner owner;
  private final FallbackOptions options;
  private final Sessions sessions;
  private final EventLoop loop;
  private Carried inside;
  private Runnable endWatch;

  // The receiving request that waits; null while none does.
  private Visit visit;
  private volatile String via;
  private boolean openDue = true;
  // What the client is told from now on; null while the session is open.
  private String closeFrame;
  // When a visit last began, got a frame or ended; when the session ended.
  private long lastEvent;

  // Messages that came and that the application has no room for yet, and who waits for that.
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
  private Runnable onDelivered;

  Session(String id, Owner owner, FallbackOptions options, Sessions sessions, EventLoop loop) {
    this.id = id;
    this.owner = owner;
    this.options = options;
    this.sessions = sessions;
    this.loop = loop;
  }

  Owner owner() {
    return owner;
  }

  // ---- receiving requests

  /// A receiving request came.
  void attach(Visit next) {
    if (closeFrame == null && visit != null) {
      next.write(TWO_RECEIVERS);
      next.end();
      return;
    }
    visit = next;
    via = next.style.path;
    lastEvent = inside.now();
    next.exchange().over().thenRun(() -> execute(() -> interrupted(next)));
    flush();
  }

  private void interrupted(Visit gone) {
    if (visit == gone) { // It was not answered.
      visit = null;
      breakOff("the client cut its receiving request");
    }
  }

  private void breakOff(String why) {
    if (closeFrame == null) {
      closeFrame = INTERRUPTED;
      end(new CloseReason(CloseCode.ABNORMAL, "", CloseReason.By.NETWORK, why));
    }
  }

  @Override
  public void flush() {
    try {
      while (visit != null && !visit.isBusy() && writeNext()) {
        lastEvent = inside.now();
      }
      deliver();
    } catch (Throwable failure) {
      fail(CloseCode.ABNORMAL, "failed at this end: " + failure);
      inside.report(failure);
    }
  }

  private boolean writeNext() {
    if (openDue) {
      openDue = false;
      write(Frames.OPEN, List.of());
      return true;
    }
    if (closeFrame == null && writeMessages()) {
      return true;
    }
    if (closeFrame == null) {
      inside.closeDue().ifPresent(this::closed);
    }
    if (closeFrame != null) {
      Visit last = detach();
      last.write(closeFrame);
      last.end();
      return false;
    }
    if (visit.style == Style.POLL) {
      write(Frames.HEARTBEAT, List.of());
    }
    return false;
  }

  private void closed(CloseReason reason) {
    int code = reason.code() == CloseCode.NO_STATUS ? CloseCode.NORMAL : reason.code();
    closeFrame = Frames.close(code, reason.text());
    end(reason);
  }

  private boolean writeMessages() {
    List<Carried.Taken> taken = new ArrayList<>();
    StringBuilder frame = new StringBuilder("a[");
    while (frame.length() < options.responseLimit()) {
      Optional<Carried.Taken> next = inside.next();
      if (next.isEmpty()) {
        break;
      }
      Frames.quote(next.get().message().text(), frame);
      frame.append(',');
      taken.add(next.get());
    }
    if (taken.isEmpty()) {
      return false;
    }
    frame.setCharAt(frame.length() - 1, ']');
    write(frame.toString(), taken);
    return true;
  }

  private void write(String frame, List<Carried.Taken> messages) {
    Visit to = visit;
    if (to.style.once) {
      detach(); // first, since its end may show at once
    }
    CompletableFuture<Void> written = to.write(frame);
    if (visit == to && to.written() >= options.responseLimit()) {
      detach().end();
    }
    written.whenComplete((_, failure) -> execute(() -> written(to, messages, failure)));
  }

  private void written(Visit to, List<Carried.Taken> messages, Throwable failure) {
    to.taken();
    for (Carried.Taken message : messages) {
      if (failure == null) {
        message.sent();
      } else {
        message.lost(failure);
      }
    }
    if (failure != null) {
      // Whether the messages arrived, nobody can tell: a gap is to be seen by both ends.
      breakOff("a frame did not reach the client: " + failure.getMessage());
    }
    flush();
  }

  private Visit detach() {
    Visit last = visit;
    visit = null;
    lastEvent = inside.now();
    return last;
  }

  // ---- sending requests

  /// Messages came.
  ///
  /// @param done runs when the application has taken them all
  /// @return false when those before have not all been taken yet, or the session has ended: these
  ///   are not taken then
  boolean receive(List<byte[]> messages, Runnable done) {
    if (closeFrame != null || onDelivered != null) {
      return false;
    }
    arrived.addAll(messages);
    onDelivered = done;
    deliver();
    return true;
  }

  boolean isOver() {
    return closeFrame != null;
  }

  long maxMessage() {
    return inside.options().limits().maxMessage();
  }

  private void deliver() {
    while (!arrived.isEmpty() && (closeFrame != null || !inside.isFull())) {
      byte[] message = arrived.poll();
      if (closeFrame == null) {
        inside.deliver(true, message);
      }
    }
    if (arrived.isEmpty() && onDelivered != null) {
      Runnable done = onDelivered;
      onDelivered = null;
      done.run();
    }
  }

  // ---- time

  private void check() {
    long quiet = inside.now() - lastEvent;
    boolean late = quiet >= options.disconnectDelay().toNanos();
    if (visit == null && late) {
      forget();
    } else if (visit != null && !visit.isBusy() && quiet >= options.heartbeat().toNanos()) {
      lastEvent = inside.now();
      write(Frames.HEARTBEAT, List.of());
    }
  }

  private void forget() {
    endWatch.run();
    sessions.release(id, Optional.of(this));
    if (closeFrame == null) {
      inside.closeDue().ifPresent(this::closed);
    }
    breakOff("no receiving request came in " + options.disconnectDelay().toMillis() + " ms");
  }

  private void end(CloseReason reason) {
    lastEvent = inside.now();
    inside.end(reason);
    deliver();
  }

  // ---- as the connection's carrier

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public Carrier carry(Carried connection) {
    inside = connection;
    return this;
  }

  @Override
  public void open() {
    lastEvent = inside.now();
    endWatch = inside.watch(this::check);
    sessions.opened(id, this);
    inside.opened();
  }

  @Override
  public String via() {
    return via;
  }

  void comesBy(Style style) {
    via = style.path;
  }

  @Override
  public void require(boolean text) {
    if (!text) {
      throw new UnsupportedOperationException(
          "this client is on "
              + via
              + " of SockJS, which carries text alone: send binary data as"
              + " text, in base64 for example");
    }
  }

  @Override
  public boolean writeNow(Message message) {
    return false;
  }

  @Override
  public void ping(CompletableFuture<Duration> pong) {
    pong.completeExceptionally(
        new UnsupportedOperationException("the client is on " + via + ", which has no pongs"));
  }

  @Override
  public Optional<Duration> roundTripTime() {
    return Optional.empty();
  }

  @Override
  public void fail(int code, String explanation) {
    execute(() -> {
      if (closeFrame != null) {
        return;
      }
      boolean mute = code == CloseCode.ABNORMAL;
      closeFrame = mute ? INTERRUPTED : Frames.close(code, "");
      if (mute && visit != null) {
        detach().exchange().cut();
      }
      end(new CloseReason(code, "", CloseReason.By.LOCAL, explanation));
      flush();
    });
  }

  @Override
  public void readingMayGoOn() {
    executeLater(this::deliver);
  }

  @Override
  public long inFlight() {
    return 0;
  }

  @Override
  public boolean inEventLoop() {
    return loop.inEventLoop();
  }

  @Override
  public boolean execute(Runnable task) {
    if (inEventLoop()) {
      task.run();
      return true;
    }
    return executeLater(task);
  }

  @Override
  public boolean executeLater(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException stopped) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "session of " + owner.address() + " by " + via;
  }
}
