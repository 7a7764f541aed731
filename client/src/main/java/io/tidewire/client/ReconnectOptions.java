package io.tidewire.client;

import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// How a client's WebSockets come back when their connection is lost, given to
/// [WebSocketClientBuilder#reconnect]. Immutable; [#DEFAULTS] is safe as it is.
///
/// Such a WebSocket outlives its connections: `onOpen` comes once, with the first; `onClose` and
/// [WebSocket#closed] come when it is over for good; `receive` and `messages` go on with the next
/// connection. [WebSocket#request] and the like tell of the newest connection. `close` ends it in
/// any state.
///
/// **A message is sent once, or not at all.** What was accepted before a connection was cut, and
/// has not reached the peer, is lost: nobody can know how much of it the peer has seen, so that to
/// send it again could be to send it twice. [WebSocket#sendAsync] tells what the socket has taken.
/// Where nothing may be lost, the application acknowledges messages, and sends again at `Open`
/// those that were not.
///
/// **What is tried again**: no answer at all, the statuses 408, 425, 429 and 5xx, and the close
/// codes of [#mayHeal]. Anything else would only be refused again, and ends it: other statuses, a
/// certificate that is not trusted, 1000, 1008 and the rest. The first connection is made in the
/// same way, so that a server may come up later than its clients.
///
/// **When**: after a random time of up to `firstDelay`, twice that for the next attempt in a row,
/// and so on up to `maxDelay` (full jitter), so that those who lost the same server do not come
/// back together. Where the server says how long to wait, with `Retry-After` (RFC 9110 §10.2.3) or
/// in its close frame ([io.tidewire.protocol.RetryHint]), that comes on top. A connection that held
/// for `maxDelay` was steady: the next attempt is a first one again.
///
/// @param firstDelay the longest delay before the first attempt; default 1 s
/// @param maxDelay the longest delay before any; default 30 s. What a server says does not count
/// @param maxHint the longest time that a server may ask for; default 5 min. More is cut to that
/// @param maxAttempts how many handshakes in a row may fail before it ends; default: no bound
/// @param queueLimit while there is no connection, messages are queued while less than this many
///   bytes wait, each counting 64 beside its payload, and then fail; default 0: they fail at once,
///   as after a close. What waits may be stale when it goes. At most
///   [io.tidewire.WebSocketOptions#queueLimit]
/// @param comesBack after which closes to try again; default [#mayHeal]
/// @param request called before each attempt, the first one too, with what the builder and the
///   caller asked for, to give it a new token, URI or subprotocols. It runs on a virtual thread and
///   may block. When it throws an `UncheckedIOException` the attempt has failed and others follow;
///   anything else ends it. Default: as it is
/// @param listener told of every change, one at a time, in order. It may run on an event loop, and
///   must not block. Default: the logger `io.tidewire`, of what keeps the connection away
public record ReconnectOptions(
    Duration firstDelay,
    Duration maxDelay,
    Duration maxHint,
    int maxAttempts,
    int queueLimit,
    Predicate<CloseReason> comesBack,
    UnaryOperator<ConnectRequest> request,
    BiConsumer<WebSocket, ReconnectState> listener) {

  /// Safe without reading anything.
  public static final ReconnectOptions DEFAULTS =
      new ReconnectOptions(
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Integer.MAX_VALUE,
          0,
          ReconnectOptions::mayHeal,
          UnaryOperator.identity(),
          ReconnectOptions::log);

  public ReconnectOptions {
    Objects.requireNonNull(comesBack, "comesBack");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(listener, "listener");
    require(firstDelay.isPositive(), "firstDelay must be positive");
    require(firstDelay.compareTo(maxDelay) <= 0, "maxDelay must not be shorter than firstDelay");
    require(maxDelay.compareTo(Duration.ofDays(365)) <= 0, "maxDelay must be at most a year");
    require(!maxHint.isNegative(), "maxHint must not be negative");
    require(maxHint.compareTo(Duration.ofDays(365)) <= 0, "maxHint must be at most a year");
    require(maxAttempts > 0, "maxAttempts must be positive");
    require(queueLimit >= 0, "queueLimit must not be negative");
  }

  /// Whether another attempt may do better: the server or the network was in trouble (1001, 1006,
  /// 1011 to 1014), or this end closed with one of these itself. Not so for 1000 and for no code,
  /// which end it in order, for what was refused (1002, 1003, 1007 to 1010), which would be again,
  /// and for the codes of libraries and applications, which nobody else knows.
  public static boolean mayHeal(CloseReason reason) {
    return switch (reason.code()) {
      case CloseCode.GOING_AWAY,
          CloseCode.ABNORMAL,
          CloseCode.INTERNAL_ERROR,
          CloseCode.SERVICE_RESTART,
          CloseCode.TRY_AGAIN_LATER,
          CloseCode.BAD_GATEWAY ->
          true;
      default -> false;
    };
  }

  /// With other [#firstDelay] and [#maxDelay].
  public ReconnectOptions withDelays(Duration firstDelay, Duration maxDelay) {
    return new ReconnectOptions(
        firstDelay, maxDelay, maxHint, maxAttempts, queueLimit, comesBack, request, listener);
  }

  /// With another [#maxHint].
  public ReconnectOptions withMaxHint(Duration maxHint) {
    return new ReconnectOptions(
        firstDelay, maxDelay, maxHint, maxAttempts, queueLimit, comesBack, request, listener);
  }

  /// With another [#maxAttempts].
  public ReconnectOptions withMaxAttempts(int maxAttempts) {
    return new ReconnectOptions(
        firstDelay, maxDelay, maxHint, maxAttempts, queueLimit, comesBack, request, listener);
  }

  /// With another [#queueLimit], in bytes.
  public ReconnectOptions withQueueLimit(int queueLimit) {
    return new ReconnectOptions(
        firstDelay, maxDelay, maxHint, maxAttempts, queueLimit, comesBack, request, listener);
  }

  /// With another rule for [#comesBack]; `ReconnectOptions::mayHeal` can be part of it.
  public ReconnectOptions withComesBack(Predicate<CloseReason> comesBack) {
    return new ReconnectOptions(
        firstDelay, maxDelay, maxHint, maxAttempts, queueLimit, comesBack, request, listener);
  }

  /// With a [#request] of its own for each attempt.
  public ReconnectOptions withRequest(UnaryOperator<ConnectRequest> request) {
    return new ReconnectOptions(
        firstDelay, maxDelay, maxHint, maxAttempts, queueLimit, comesBack, request, listener);
  }

  /// With a [#listener].
  public ReconnectOptions withListener(BiConsumer<WebSocket, ReconnectState> listener) {
    return new ReconnectOptions(
        firstDelay, maxDelay, maxHint, maxAttempts, queueLimit, comesBack, request, listener);
  }

  private static void log(WebSocket ws, ReconnectState state) {
    if (state instanceof ReconnectState.Away || state instanceof ReconnectState.Ended) {
      System.getLogger("io.tidewire").log(System.Logger.Level.INFO, () -> ws + ": " + state);
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
