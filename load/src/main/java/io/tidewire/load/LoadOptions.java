package io.tidewire.load;

import io.tidewire.client.ClientTls;
import io.tidewire.protocol.Headers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/// What a run is to do. Immutable; each `with` method returns a copy.
///
/// @param target `ws://` or `wss://`; or `tcp://HOST:PORT` or `tls://HOST:PORT`, a server that
///   sends every byte back: it gets the same bytes without a handshake
/// @param connections how many to open, 1 or more; default 1
/// @param payload what the messages carry; default 64 bytes of ASCII
/// @param work what the connections do; default one message at a time each
/// @param warmup how long messages flow before they count, so that both ends are compiled; default
///   2 s
/// @param duration how long they count, more than 0; default 10 s
/// @param threads event loops that do the work; default 1, which fills one core
/// @param timeout how long the server may take to accept a connection and its handshake, and how
///   long it may be silent while answers are due; default 10 s
/// @param compress offer permessage-deflate, and send compressed where the server agrees; default
///   false
/// @param headers fields to add to each handshake; default none
/// @param subprotocols to offer, the preferred one first; default none
/// @param tls whom to trust; default [ClientTls#system]
/// @param serverPid the process of a server on this machine, whose CPU time is then measured too;
///   default empty
public record LoadOptions(
    URI target,
    int connections,
    Payload payload,
    Work work,
    Duration warmup,
    Duration duration,
    int threads,
    Duration timeout,
    boolean compress,
    Headers headers,
    List<String> subprotocols,
    ClientTls tls,
    OptionalLong serverPid) {

  public LoadOptions {
    Objects.requireNonNull(payload);
    Objects.requireNonNull(headers);
    Objects.requireNonNull(tls);
    subprotocols = List.copyOf(subprotocols);
    require(connections > 0, "a run needs a connection");
    require(threads > 0, "a run needs a thread");
    require(!warmup.isNegative(), "the warm-up is not negative");
    require(duration.isPositive(), "the duration is more than 0");
    require(timeout.isPositive(), "the timeout is more than 0");
    if (work instanceof Work.Broadcast(int senders, _)) {
      require(senders <= connections, "there are no more senders than connections");
      require(threads == 1, "a broadcast is driven by one thread");
    }
  }

  /// The defaults.
  public static LoadOptions of(URI target) {
    return new LoadOptions(
        target,
        1,
        new Payload(Payload.Kind.ASCII, 64),
        new Work.Pipelined(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        1,
        Duration.ofSeconds(10),
        false,
        Headers.EMPTY,
        List.of(),
        ClientTls.system(),
        OptionalLong.empty());
  }

  public LoadOptions withConnections(int count) {
    return new LoadOptions(
        target,
        count,
        payload,
        work,
        warmup,
        duration,
        threads,
        timeout,
        compress,
        headers,
        subprotocols,
        tls,
        serverPid);
  }

  public LoadOptions withPayload(Payload.Kind kind, int bytes) {
    return new LoadOptions(
        target,
        connections,
        new Payload(kind, bytes),
        work,
        warmup,
        duration,
        threads,
        timeout,
        compress,
        headers,
        subprotocols,
        tls,
        serverPid);
  }

  public LoadOptions withWork(Work other) {
    return new LoadOptions(
        target,
        connections,
        payload,
        other,
        warmup,
        duration,
        threads,
        timeout,
        compress,
        headers,
        subprotocols,
        tls,
        serverPid);
  }

  /// Both times of a run.
  public LoadOptions withTimes(Duration beforeIt, Duration measured) {
    return new LoadOptions(
        target,
        connections,
        payload,
        work,
        beforeIt,
        measured,
        threads,
        timeout,
        compress,
        headers,
        subprotocols,
        tls,
        serverPid);
  }

  public LoadOptions withThreads(int count) {
    return new LoadOptions(
        target,
        connections,
        payload,
        work,
        warmup,
        duration,
        count,
        timeout,
        compress,
        headers,
        subprotocols,
        tls,
        serverPid);
  }

  public LoadOptions withTimeout(Duration limit) {
    return new LoadOptions(
        target,
        connections,
        payload,
        work,
        warmup,
        duration,
        threads,
        limit,
        compress,
        headers,
        subprotocols,
        tls,
        serverPid);
  }

  public LoadOptions withCompression(boolean offered) {
    return new LoadOptions(
        target,
        connections,
        payload,
        work,
        warmup,
        duration,
        threads,
        timeout,
        offered,
        headers,
        subprotocols,
        tls,
        serverPid);
  }

  /// What each handshake tells the server.
  public LoadOptions withRequest(Headers fields, List<String> offered) {
    return new LoadOptions(
        target,
        connections,
        payload,
        work,
        warmup,
        duration,
        threads,
        timeout,
        compress,
        fields,
        offered,
        tls,
        serverPid);
  }

  public LoadOptions withTls(ClientTls trusting) {
    return new LoadOptions(
        target,
        connections,
        payload,
        work,
        warmup,
        duration,
        threads,
        timeout,
        compress,
        headers,
        subprotocols,
        trusting,
        serverPid);
  }

  public LoadOptions withServerPid(long pid) {
    return new LoadOptions(
        target,
        connections,
        payload,
        work,
        warmup,
        duration,
        threads,
        timeout,
        compress,
        headers,
        subprotocols,
        tls,
        OptionalLong.of(pid));
  }

  /// The target without its query, which may hold a secret.
  String shownTarget() {
    return target.toString().replaceFirst("[?].*", "");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
