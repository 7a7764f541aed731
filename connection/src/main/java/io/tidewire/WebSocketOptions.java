package io.tidewire;

import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.FrameObserver;
import io.tidewire.protocol.Limits;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// How a connection behaves once it is open. Immutable; [#DEFAULTS] is safe as it is, and the
/// `withX` methods change one thing.
///
/// @param limits the largest message, frame and number of fragments that a peer may send; default 1
///   MiB, 1 MiB and 1,024. A peer that goes over is closed with 1009. Raising them lets every peer
///   hold that much memory, within the process's budget for unfinished messages (a quarter of the
///   heap, what restores compressed ones included; beyond it 1013).
/// @param streaming whether messages may be received in parts with [WebSocket#receiveStream], for
///   messages larger than memory; default off. When on, the message limit holds for
///   [WebSocket#receive] alone.
/// @param queueLimit a message is accepted for sending while less than this many bytes wait for the
///   network, each message counting 64 bytes beside its payload; default 1 MiB. Each slow peer may
///   cost this much, one message more, and 64 KiB on their way.
/// @param highWater while more than this many bytes wait in either direction, the connection's
///   socket is not read, so that TCP slows the peer; default 256 KiB. For what waits to be sent,
///   and on a server alone, half of `queueLimit` where that is less.
/// @param lowWater reading goes on when no more than this many bytes wait; default 64 KiB
/// @param overflow what happens to a message sent by a caller who must not wait while the queue is
///   full; default [OverflowPolicy#CLOSE]
/// @param pingAfter a ping is sent when nothing came for this long; default 25 s, below the 60 s
///   after which many proxies cut a silent connection. Zero turns pings off, and then a dead peer
///   is not noticed while nothing is sent.
/// @param deadAfter the connection is ended when nothing at all came for this long; default 60 s,
///   and always longer than `pingAfter`. Any byte counts as life; time in which this end did not
///   read does not count. Zero turns it off.
/// @param closeTimeout how long the peer may take to answer a close frame, and then to close TCP;
///   default 5 s each
/// @param writeTimeout the connection is ended when the socket takes no byte for this long while
///   some wait; default 30 s
/// @param errorHook told of exceptions that handlers and frame observers threw; default: the logger
///   `io.tidewire`
/// @param frameObserver sees every frame's header; default none. It runs on the event loop and must
///   not block. One that throws sees no more.
/// @param compression when and how messages are compressed (RFC 7692); default
///   [CompressionOptions#DEFAULTS]: on, for messages of 1 KiB and more
/// @param controlFrames how many pings, and pongs that nobody asked for, a peer may send a second,
///   counted over ten seconds; default 100. One that sends more is closed with 1008. A pong costs
///   no more than a short message, but a well-behaved peer needs a few a minute. Zero turns the
///   limit off
/// @param slowAfter a message that has waited this long for the network makes its peer a slow one;
///   default 5 s. So does a queue over `highWater`
/// @param slowHook told of peers that are slow, no longer slow, or closed while they were, within a
///   second; default: nobody. It runs on the event loop and must not block
public record WebSocketOptions(
    Limits limits,
    boolean streaming,
    int queueLimit,
    int highWater,
    int lowWater,
    OverflowPolicy overflow,
    Duration pingAfter,
    Duration deadAfter,
    Duration closeTimeout,
    Duration writeTimeout,
    BiConsumer<WebSocket, Throwable> errorHook,
    Optional<FrameObserver> frameObserver,
    CompressionOptions compression,
    int controlFrames,
    Duration slowAfter,
    BiConsumer<WebSocket, SlowPeer> slowHook) {

  /// Safe without reading anything.
  public static final WebSocketOptions DEFAULTS =
      new WebSocketOptions(
          Limits.DEFAULT,
          false,
          1 << 20,
          256 << 10,
          64 << 10,
          OverflowPolicy.CLOSE,
          Duration.ofSeconds(25),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          WebSocketOptions::log,
          Optional.empty(),
          CompressionOptions.DEFAULTS,
          100,
          Duration.ofSeconds(5),
          (ws, slow) -> {});

  public WebSocketOptions {
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(overflow, "overflow");
    Objects.requireNonNull(errorHook, "errorHook");
    Objects.requireNonNull(frameObserver, "frameObserver");
    Objects.requireNonNull(compression, "compression");
    Objects.requireNonNull(slowHook, "slowHook");
    require(queueLimit > 0, "queueLimit must be positive");
    require(0 <= lowWater && lowWater <= highWater, "lowWater must be between 0 and highWater");
    require(isTime(pingAfter), "pingAfter must be between 0 and 100 years");
    require(isTime(deadAfter), "deadAfter must be between 0 and 100 years");
    require(
        pingAfter.isZero() || deadAfter.isZero() || pingAfter.compareTo(deadAfter) < 0,
        "deadAfter must be longer than pingAfter, or no ping could be answered in time");
    require(
        isTime(closeTimeout) && closeTimeout.isPositive(),
        "closeTimeout must be positive, and at most 100 years");
    require(
        isTime(writeTimeout) && writeTimeout.isPositive(),
        "writeTimeout must be positive, and at most 100 years");
    require(controlFrames >= 0, "controlFrames must not be negative");
    require(
        isTime(slowAfter) && slowAfter.isPositive(),
        "slowAfter must be positive, and at most 100 years");
  }

  // Within what a count of nanoseconds holds.
  private static boolean isTime(Duration time) {
    return !time.isNegative() && time.compareTo(Duration.ofDays(36_500)) <= 0;
  }

  /// With other [#limits].
  public WebSocketOptions withLimits(Limits limits) {
    return with(change -> change.limits = limits);
  }

  /// With [#streaming] on or off.
  public WebSocketOptions withStreaming(boolean streaming) {
    return with(change -> change.streaming = streaming);
  }

  /// With another [#queueLimit], in bytes.
  public WebSocketOptions withQueueLimit(int queueLimit) {
    return with(change -> change.queueLimit = queueLimit);
  }

  /// With other [#lowWater] and [#highWater], in bytes.
  public WebSocketOptions withWaterMarks(int lowWater, int highWater) {
    return with(change -> {
      change.lowWater = lowWater;
      change.highWater = highWater;
    });
  }

  /// With another [#overflow] policy.
  public WebSocketOptions withOverflow(OverflowPolicy overflow) {
    return with(change -> change.overflow = overflow);
  }

  /// With other [#pingAfter] and [#deadAfter].
  public WebSocketOptions withHeartbeat(Duration pingAfter, Duration deadAfter) {
    return with(change -> {
      change.pingAfter = pingAfter;
      change.deadAfter = deadAfter;
    });
  }

  /// With another [#closeTimeout].
  public WebSocketOptions withCloseTimeout(Duration closeTimeout) {
    return with(change -> change.closeTimeout = closeTimeout);
  }

  /// With another [#writeTimeout].
  public WebSocketOptions withWriteTimeout(Duration writeTimeout) {
    return with(change -> change.writeTimeout = writeTimeout);
  }

  /// With another [#errorHook].
  public WebSocketOptions withErrorHook(BiConsumer<WebSocket, Throwable> errorHook) {
    return with(change -> change.errorHook = errorHook);
  }

  /// With a [#frameObserver].
  public WebSocketOptions withFrameObserver(FrameObserver observer) {
    return with(change -> change.frameObserver = Optional.of(observer));
  }

  /// With other [#compression].
  public WebSocketOptions withCompression(CompressionOptions compression) {
    return with(change -> change.compression = compression);
  }

  /// With another limit on [#controlFrames], a second.
  public WebSocketOptions withControlFrames(int perSecond) {
    return with(change -> change.controlFrames = perSecond);
  }

  /// With a [#slowHook], and another [#slowAfter].
  public WebSocketOptions withSlowHook(
      Duration slowAfter, BiConsumer<WebSocket, SlowPeer> slowHook) {
    return with(change -> {
      change.slowAfter = slowAfter;
      change.slowHook = slowHook;
    });
  }

  private WebSocketOptions with(Consumer<Change> what) {
    Change change = new Change(this);
    what.accept(change);
    return change.made();
  }

  /// Options that are being changed.
  private static final class Change {
    private Limits limits;
    private boolean streaming;
    private int queueLimit;
    private int highWater;
    private int lowWater;
    private OverflowPolicy overflow;
    private Duration pingAfter;
    private Duration deadAfter;
    private Duration closeTimeout;
    private Duration writeTimeout;
    private BiConsumer<WebSocket, Throwable> errorHook;
    private Optional<FrameObserver> frameObserver;
    private CompressionOptions compression;
    private int controlFrames;
    private Duration slowAfter;
    private BiConsumer<WebSocket, SlowPeer> slowHook;

    private Change(WebSocketOptions from) {
      limits = from.limits;
      streaming = from.streaming;
      queueLimit = from.queueLimit;
      highWater = from.highWater;
      lowWater = from.lowWater;
      overflow = from.overflow;
      pingAfter = from.pingAfter;
      deadAfter = from.deadAfter;
      closeTimeout = from.closeTimeout;
      writeTimeout = from.writeTimeout;
      errorHook = from.errorHook;
      frameObserver = from.frameObserver;
      compression = from.compression;
      controlFrames = from.controlFrames;
      slowAfter = from.slowAfter;
      slowHook = from.slowHook;
    }

    private WebSocketOptions made() {
      return new WebSocketOptions(
          limits,
          streaming,
          queueLimit,
          highWater,
          lowWater,
          overflow,
          pingAfter,
          deadAfter,
          closeTimeout,
          writeTimeout,
          errorHook,
          frameObserver,
          compression,
          controlFrames,
          slowAfter,
          slowHook);
    }
  }

  private static void log(WebSocket ws, Throwable failure) {
    System.getLogger("io.tidewire")
        .log(System.Logger.Level.WARNING, "a handler of " + ws + " failed", failure);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
