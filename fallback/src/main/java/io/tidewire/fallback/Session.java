package io.tidewire.fallback;

import io.netty.channel.EventLoop;
import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.connection.Carried;
import io.tidewire.connection.Carrier;
import io.tidewire.connection.Wire;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// A WebSocket that is carried by requests, of which one receives and others send, or by the
/// messages of another WebSocket. Event loop only, but for what says otherwise.
///
/// ```
///            open              close, fail, cut, no visit        disconnectDelay
///   OPENING ──────► OPEN ─────────────────────────────► ENDED ──────────────────► forgotten
///                                                 says why to who visits
/// ```
final class Session implements Carrier, Wire {
  private static final String INTERRUPTED = Frames.close(1002, "Connection interrupted");

  private final Owner owner;
  private final boolean extended;
  private final FallbackOptions options;
  // Where requests find it; empty where none look for it.
  private final Optional<Register> register;
  private final EventLoop loop;

  // from carry on

  private Carried inside;
  private Inflow inflow;
  private Outflow outflow;
  private Receiving receiving;
  private Runnable endWatch;
  private volatile Style style;
  // What the client is told from now on, and why the session ended; null while it is open.
  private String closeFrame;
  private CloseReason reason;

  /// @param extended whether its client speaks our extension of SockJS
  Session(
      Owner owner,
      boolean extended,
      Style style,
      FallbackOptions options,
      Optional<Register> register,
      EventLoop loop) {
    this.owner = owner;
    this.extended = extended;
    this.style = style;
    this.options = options;
    this.register = register;
    this.loop = loop;
  }

  /// Whether a request is of the session's own client. From any thread.
  boolean admits(Owner visitor, boolean extended) {
    return owner.admits(visitor) && this.extended == extended;
  }

  /// Whether its client speaks our extension of SockJS. From any thread.
  boolean isExtended() {
    return extended;
  }

  boolean isOver() {
    return closeFrame != null;
  }

  // ---- requests

  /// See [Receiving#attach].
  boolean attach(Visit visit, OptionalLong after) {
    style = visit.style();
    return receiving.attach(visit, after);
  }

  /// See [Inflow#receive].
  void receive(Payload messages, OptionalLong from, Consumer<Inflow.Receipt> answer) {
    inflow.receive(messages, from, answer);
  }

  /// See [Inflow#drop].
  void drop(Payload messages) {
    inflow.drop(messages);
  }

  /// Whether it is still at messages that came before.
  boolean isBusy() {
    return inflow.isBusy();
  }

  /// The client closes the session.
  void closedByClient(int code, String text) {
    if (!isOver()) {
      end(
          closeFrame(code, text),
          new CloseReason(code, text, CloseReason.By.PEER, "the client has closed"));
      flush();
    }
  }

  // ---- the end

  /// What the client is to be told now that it has all messages; empty while the session is open.
  Optional<String> closeFrame() {
    if (!isOver()) {
      inside.closeDue().ifPresent(asked -> end(closeFrame(asked.code(), asked.text()), asked));
    }
    return Optional.ofNullable(closeFrame);
  }

  private static String closeFrame(int code, String text) {
    return Frames.close(code == CloseCode.NO_STATUS ? CloseCode.NORMAL : code, text);
  }

  /// The session cannot go on: what was on its way may be lost.
  void breakOff(CloseReason why) {
    if (!isOver()) {
      end(INTERRUPTED, why);
    }
  }

  static CloseReason interruption(String explanation) {
    return new CloseReason(CloseCode.ABNORMAL, "", CloseReason.By.NETWORK, explanation);
  }

  private void end(String frame, CloseReason why) {
    closeFrame = frame;
    reason = why;
    receiving.touch();
    inside.end(why);
    inflow.deliver();
  }

  private void check() {
    if (receiving.isForsaken()) {
      forget();
    }
  }

  private void forget() {
    endWatch.run();
    register.ifPresent(where -> where.forgotten(this));
    if (closeFrame().isEmpty()) {
      long delay = options.disconnectDelay().toMillis();
      breakOff(interruption("no receiving request came in " + delay + " ms"));
    }
    outflow.end(new ClosedException(reason));
  }

  // ---- as what the connection runs on

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public Carrier carry(Carried connection) {
    inside = connection;
    int limit = Math.min(options.responseLimit(), connection.options().queueLimit());
    inflow = new Inflow(this, connection);
    outflow = new Outflow(connection, extended, limit);
    receiving = new Receiving(this, connection, outflow, options, extended);
    return this;
  }

  @Override
  public void open() {
    receiving.touch();
    endWatch = inside.watch(this::check);
    register.ifPresent(where -> where.opened(this));
    inside.opened();
  }

  @Override
  public String via() {
    return style.path;
  }

  @Override
  public void require(boolean text) {
    if (!text && !extended) {
      throw new UnsupportedOperationException(
          "this client is on "
              + via()
              + " of SockJS, which carries text alone: send binary data as"
              + " text, in base64 for example");
    }
  }

  @Override
  public boolean writeNow(Message message) {
    return false;
  }

  @Override
  public void flush() {
    try {
      receiving.flush();
      inflow.deliver();
    } catch (Throwable failure) {
      fail(CloseCode.ABNORMAL, "failed at this end: " + failure);
      inside.report(failure);
    }
  }

  @Override
  public void ping(CompletableFuture<Duration> pong) {
    receiving.ping(pong);
  }

  @Override
  public Optional<Duration> roundTripTime() {
    return Optional.empty();
  }

  @Override
  public void fail(int code, String explanation) {
    execute(() -> {
      if (isOver()) {
        return;
      }
      CloseReason why = new CloseReason(code, "", CloseReason.By.LOCAL, explanation);
      if (code == CloseCode.ABNORMAL) {
        receiving.cut();
        breakOff(why);
      } else {
        end(closeFrame(code, ""), why);
        flush();
      }
    });
  }

  @Override
  public void readingMayGoOn() {
    executeLater(inflow::deliver);
  }

  @Override
  public long inFlight() {
    return outflow.bytes();
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
    return "session of " + owner.address() + " by " + via();
  }
}
