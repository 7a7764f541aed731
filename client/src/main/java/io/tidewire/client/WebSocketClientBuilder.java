package io.tidewire.client;

import io.tidewire.Transport;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.EventLoops;
import io.tidewire.protocol.ClientHandshake;
import io.tidewire.protocol.Headers;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Says how a client differs from the default one. Not safe for several threads; [#build] may be
/// called more than once.
public final class WebSocketClientBuilder {
  private Headers headers = Headers.EMPTY;
  private Optional<Supplier<String>> authorization = Optional.empty();
  private List<String> subprotocols = List.of();
  private ClientTls tls = ClientTls.system();
  private Proxy proxy = Proxy.system();
  private Optional<Path> unix = Optional.empty();
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration handshakeTimeout = Duration.ofSeconds(10);
  private int maxRedirects = 5;
  private WebSocketOptions options = WebSocketOptions.DEFAULTS;
  private Resolver resolver = Resolver.SYSTEM;
  private Optional<ReconnectOptions> reconnect = Optional.empty();
  private RandomGenerator random = new SecureRandom();
  private InstantSource clock = InstantSource.system();

  /// Null for the event loops' own.
  private Timer timer;

  /// Null for the shared event loops.
  private Transport transport;

  /// Zero for one a core.
  private int threads;

  WebSocketClientBuilder() {}

  /// Adds a header field to the request, such as `Origin` or `Cookie`. Any may hold a secret, so
  /// after a redirect to another host none of them is sent.
  ///
  /// @throws IllegalArgumentException when HTTP/1.1 cannot carry it, or when it is one of the
  ///   handshake's own fields such as `Host` or `Sec-WebSocket-Protocol`
  public WebSocketClientBuilder header(String name, String value) {
    if (name.equalsIgnoreCase("Authorization")) {
      Headers _ = Attempt.withAuthorization(headers, value);
      return authorization(() -> value);
    }
    Headers more = headers.with(name, value);
    check(more, subprotocols);
    headers = more;
    return this;
  }

  /// Offers subprotocols, the preferred one first (RFC 6455 §1.9). The server chooses one of them
  /// or none; [io.tidewire.WebSocket#subprotocol] says which.
  ///
  /// @throws IllegalArgumentException when one is not a token, or is named twice
  public WebSocketClientBuilder subprotocols(String... subprotocols) {
    check(headers, List.of(subprotocols));
    this.subprotocols = List.of(subprotocols);
    return this;
  }

  /// Sends a user name and a password with the first request (RFC 7617), not only when asked. Over
  /// `ws` anyone on the way can read them.
  ///
  /// @throws IllegalArgumentException when the user name has a colon
  public WebSocketClientBuilder basicAuth(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a user name for Basic authentication has no colon");
    }
    String value = Attempt.basic(user + ":" + password);
    return authorization(() -> value);
  }

  /// Sends a token (RFC 6750 §2.1). Over `ws` anyone on the way can read it.
  ///
  /// @throws IllegalArgumentException when HTTP/1.1 cannot carry it
  public WebSocketClientBuilder bearerAuth(String token) {
    return header("Authorization", "Bearer " + Objects.requireNonNull(token));
  }

  /// Sends a token that is asked for on every attempt, so that it can be renewed.
  ///
  /// @param token may block; runs on the thread that calls `connect`, or on a virtual one. What it
  ///   throws, the attempt fails with
  public WebSocketClientBuilder bearerAuth(Supplier<String> token) {
    Objects.requireNonNull(token);
    return authorization(() -> "Bearer " + Objects.requireNonNull(token.get(), "token"));
  }

  private WebSocketClientBuilder authorization(Supplier<String> value) {
    authorization = Optional.of(value);
    return this;
  }

  /// How to speak TLS; default [ClientTls#system].
  public WebSocketClientBuilder tls(ClientTls tls) {
    this.tls = Objects.requireNonNull(tls);
    return this;
  }

  /// Through what to reach the server; default [Proxy#system].
  public WebSocketClientBuilder proxy(Proxy proxy) {
    this.proxy = Objects.requireNonNull(proxy);
    return this;
  }

  /// Connects to a Unix domain socket, whatever the URI's host, and never through a proxy. The URI
  /// still gives `Host`, path and query: `ws://localhost/chat`.
  public WebSocketClientBuilder unix(Path socket) {
    this.unix = Optional.of(socket);
    return this;
  }

  /// How long finding the server's addresses and connecting to one of them may take; default 10 s.
  /// Each redirect starts anew.
  public WebSocketClientBuilder connectTimeout(Duration timeout) {
    this.connectTimeout = positive("connectTimeout", timeout);
    return this;
  }

  /// How long everything from there until the connection is open may take: the proxy's answer, TLS
  /// and the server's response; default 10 s. Each redirect starts anew.
  public WebSocketClientBuilder handshakeTimeout(Duration timeout) {
    this.handshakeTimeout = positive("handshakeTimeout", timeout);
    return this;
  }

  /// How many redirects to follow; default 5, and 0 turns them off. A redirect from `wss` to `ws`
  /// is never followed.
  public WebSocketClientBuilder maxRedirects(int redirects) {
    if (redirects < 0) {
      throw new IllegalArgumentException("maxRedirects must not be negative: " + redirects);
    }
    this.maxRedirects = redirects;
    return this;
  }

  /// How connections behave once they are open; default [WebSocketOptions#DEFAULTS].
  public WebSocketClientBuilder options(WebSocketOptions options) {
    this.options = Objects.requireNonNull(options);
    return this;
  }

  /// Gives the client WebSockets that come back when their connection is lost; default: they do
  /// not. `connect` then waits, and tries again, until there is a connection, or it is clear that
  /// there will be none.
  ///
  /// ```java
  /// WebSocketClient client = WebSocketClient.builder()
  ///     .reconnect(ReconnectOptions.DEFAULTS
  ///         .withRequest(request -> request.withHeader("Authorization", "Bearer " + freshToken()))
  ///         .withListener((ws, state) -> log(state)))
  ///     .build();
  /// ```
  public WebSocketClientBuilder reconnect(ReconnectOptions options) {
    this.reconnect = Optional.of(options);
    return this;
  }

  /// Gives the client event loops of its own, driven like this. By default it uses those that
  /// everything in the process shares.
  public WebSocketClientBuilder transport(Transport transport) {
    this.transport = Objects.requireNonNull(transport);
    return this;
  }

  /// Gives the client event loops of its own, this many; default one a core. One thread carries
  /// thousands of connections.
  public WebSocketClientBuilder threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive: " + threads);
    }
    this.threads = threads;
    return this;
  }

  /// With chance and time of a test's own.
  WebSocketClientBuilder reconnect(RandomGenerator random, InstantSource clock, Timer timer) {
    this.random = random;
    this.clock = clock;
    this.timer = timer;
    return this;
  }

  WebSocketClientBuilder resolver(Resolver resolver) {
    this.resolver = resolver;
    return this;
  }

  /// The client.
  ///
  /// @throws IllegalArgumentException when this machine does not have the transport asked for, and
  ///   when more may wait for a connection than a connection's queue takes
  public WebSocketClient build() {
    return new Client(settings());
  }

  Settings settings() {
    EventLoops loops = loops();
    return new Settings(
        loops,
        resolver,
        headers,
        authorization,
        subprotocols,
        tls,
        proxy,
        unix,
        connectTimeout,
        handshakeTimeout,
        maxRedirects,
        options,
        reconnect.map(how -> setup(how, loops)));
  }

  private ReconnectSetup setup(ReconnectOptions how, EventLoops loops) {
    if (how.queueLimit() > options.queueLimit()) {
      throw new IllegalArgumentException(
          "ReconnectOptions.queueLimit must not be over WebSocketOptions.queueLimit: "
              + how.queueLimit());
    }
    return new ReconnectSetup(how, random, clock, timer == null ? Timer.of(loops) : timer);
  }

  private EventLoops loops() {
    if (transport == null && threads == 0) {
      return EventLoops.shared();
    }
    return EventLoops.create(
        transport == null ? Transport.AUTO : transport,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }

  /// Lets the handshake's own checks speak now, not when a connection is asked for.
  private static void check(Headers headers, List<String> subprotocols) {
    new ClientHandshake(
        URI.create("ws://localhost/"), subprotocols, List.of(), headers, new byte[16]);
  }

  private static Duration positive(String name, Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException(name + " must be positive: " + timeout);
    }
    return timeout;
  }
}
