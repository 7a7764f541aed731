package io.tidewire.server;

import io.tidewire.BlockingHandler;
import io.tidewire.HandshakeRequest;
import io.tidewire.Transport;
import io.tidewire.WebSocketHandler;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.Connections;
import io.tidewire.connection.EventLoops;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.OriginRule;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Sets a server up. Each method returns the builder itself; not for use by several threads.
///
/// Patterns of routes are paths such as `/chat/{room}`: a `{name}` stands for one segment that is
/// not empty, and a literal segment goes before a `{name}`. A path that no route matches gets 404.
public final class WebSocketServerBuilder {
  private final List<Listener> listeners = new ArrayList<>();
  private List<Route> routes = List.of();
  private Routes table = new Routes(List.of());
  private OptionalInt port = OptionalInt.empty();
  private Optional<String> host = Optional.empty();
  private List<String> subprotocols = List.of();
  private OriginRule origins = OriginRule.sameOrigin();
  private Function<HandshakeRequest, CompletionStage<HandshakeDecision>> policy =
      request -> CompletableFuture.completedFuture(HandshakeDecision.accept());
  private Function<HttpRequest, CompletionStage<HttpResponse>> hook =
      request -> CompletableFuture.completedFuture(HttpResponse.NONE);
  private WebSocketOptions options = WebSocketOptions.DEFAULTS;
  private Optional<String> healthCheck = Optional.empty();
  private HttpLimits limits = HttpLimits.DEFAULTS;
  private Transport transport = Transport.AUTO;
  private OptionalInt threads = OptionalInt.empty();

  WebSocketServerBuilder() {}

  // ---- where

  /// Listens on a TCP port for `http` and `ws`, on all interfaces unless [#host] says otherwise.
  ///
  /// @param port 0 for any that is free
  public WebSocketServerBuilder port(int port) {
    this.port = OptionalInt.of(port);
    return this;
  }

  /// The address that [#port] is on, such as `127.0.0.1` for clients on this machine alone.
  public WebSocketServerBuilder host(String host) {
    this.host = Optional.of(host);
    return this;
  }

  /// Listens here too; may be called several times.
  public WebSocketServerBuilder listen(Listener listener) {
    listeners.add(Objects.requireNonNull(listener));
    return this;
  }

  // ---- what

  /// Serves connections event style, on their event loops: the fastest and leanest way. The handler
  /// must not block.
  ///
  /// @param subprotocols those spoken here, in place of [#subprotocols]
  /// @throws IllegalArgumentException when the pattern is malformed, or matches the same paths as
  ///   another route
  public WebSocketServerBuilder route(
      String pattern, WebSocketHandler handler, String... subprotocols) {
    Objects.requireNonNull(handler);
    return add(pattern, (wire, agreed) -> Connections.open(wire, agreed, handler), subprotocols);
  }

  /// Serves connections blocking style, each on a virtual thread of its own: the simplest way.
  /// Otherwise as [#route].
  public WebSocketServerBuilder blocking(
      String pattern, BlockingHandler handler, String... subprotocols) {
    Objects.requireNonNull(handler);
    return add(pattern, (wire, agreed) -> Connections.serve(wire, agreed, handler), subprotocols);
  }

  /// Has plain HTTP at a route and below it served by `annex`, for clients that cannot speak
  /// WebSocket: long polling and the like. [#http] sees none of these requests.
  ///
  /// @param pattern of a route that is there already
  /// @throws IllegalArgumentException when there is no such route, or another one lies below it
  public WebSocketServerBuilder annex(String pattern, Annex annex) {
    Objects.requireNonNull(annex);
    Route route =
        routes.stream()
            .filter(candidate -> candidate.pattern().text().equals(pattern))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException("there is no route " + pattern + " yet to add to"));
    List<Route> more = new ArrayList<>(routes);
    more.remove(route);
    more.addAll(route.with(annex));
    table = new Routes(more);
    routes = more;
    return this;
  }

  /// The subprotocols (RFC 6455 §1.9) spoken on all routes that name none themselves; default none.
  /// The first in the client's order is agreed on, unless the policy chooses.
  public WebSocketServerBuilder subprotocols(String... subprotocols) {
    this.subprotocols = List.of(subprotocols);
    return this;
  }

  /// The pages that may connect; default [OriginRule#sameOrigin]. Others get 403.
  public WebSocketServerBuilder origins(OriginRule origins) {
    this.origins = Objects.requireNonNull(origins);
    return this;
  }

  /// Decides on each handshake that keeps the rules and has a route; default: accepts. Runs on an
  /// event loop, so it must not block: see [#policyAsync]. Where it throws, the client gets 500.
  public WebSocketServerBuilder policy(Function<HandshakeRequest, HandshakeDecision> policy) {
    Objects.requireNonNull(policy);
    return policyAsync(request -> CompletableFuture.completedFuture(policy.apply(request)));
  }

  /// As [#policy], for decisions that take time, such as a question to a database. Completes on any
  /// thread. Past [#handshakeTimeout] the client gets 503.
  public WebSocketServerBuilder policyAsync(
      Function<HandshakeRequest, CompletionStage<HandshakeDecision>> policy) {
    this.policy = Objects.requireNonNull(policy);
    return this;
  }

  /// Answers what is not WebSocket, for static files, health checks and the like; default
  /// [HttpResponse#NONE]. Runs on an event loop, so it must not block: see [#httpAsync]. Where it
  /// throws, the client gets 500.
  public WebSocketServerBuilder http(Function<HttpRequest, HttpResponse> hook) {
    Objects.requireNonNull(hook);
    return httpAsync(request -> CompletableFuture.completedFuture(hook.apply(request)));
  }

  /// As [#http], for answers that take time. Completes on any thread, and has no deadline: the
  /// client waits.
  public WebSocketServerBuilder httpAsync(
      Function<HttpRequest, CompletionStage<HttpResponse>> hook) {
    this.hook = Objects.requireNonNull(hook);
    return this;
  }

  /// Answers a load balancer's health check at this path: 200 while the server takes clients, 503
  /// once it drains. Default none. Goes before [#http].
  ///
  /// @param path such as `/healthz`
  public WebSocketServerBuilder healthCheck(String path) {
    this.healthCheck = Optional.of(path);
    return this;
  }

  // ---- how

  /// How connections behave once they are open; default [WebSocketOptions#DEFAULTS].
  public WebSocketServerBuilder options(WebSocketOptions options) {
    this.options = Objects.requireNonNull(options);
    return this;
  }

  /// The largest request head in bytes; default 16 KiB. A larger one gets 431, or 414 where the
  /// request line alone is larger. Each connection may hold this much before anything is known
  /// about it.
  public WebSocketServerBuilder maxHead(int bytes) {
    limits =
        new HttpLimits(bytes, limits.maxBody(), limits.handshakeTimeout(), limits.idleTimeout());
    return this;
  }

  /// The largest body of a plain request in bytes; default 1 MiB. A larger one gets 413.
  public WebSocketServerBuilder maxBody(int bytes) {
    limits =
        new HttpLimits(limits.maxHead(), bytes, limits.handshakeTimeout(), limits.idleTimeout());
    return this;
  }

  /// How long a handshake may take, from accept to answer, with TLS and the policy; default 10 s. A
  /// connection that says nothing is then closed, a head that has not ended gets 408, a policy that
  /// has not decided 503. For a later request on the same connection it runs from its first byte.
  public WebSocketServerBuilder handshakeTimeout(Duration timeout) {
    limits = new HttpLimits(limits.maxHead(), limits.maxBody(), timeout, limits.idleTimeout());
    return this;
  }

  /// How long a plain HTTP client may be silent between two requests, take to send a body, and take
  /// to receive a response; default 60 s. Open WebSockets have a heartbeat instead:
  /// [WebSocketOptions#pingAfter].
  public WebSocketServerBuilder idleTimeout(Duration timeout) {
    limits = new HttpLimits(limits.maxHead(), limits.maxBody(), limits.handshakeTimeout(), timeout);
    return this;
  }

  /// How sockets are driven; default [Transport#AUTO]. Anything else gives the server threads of
  /// its own; by default all servers and clients of a process share one event loop a core.
  public WebSocketServerBuilder transport(Transport transport) {
    this.transport = Objects.requireNonNull(transport);
    return this;
  }

  /// Gives the server this many event loops of its own.
  ///
  /// @throws IllegalArgumentException unless positive
  public WebSocketServerBuilder threads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a server needs at least one thread, not " + threads);
    }
    this.threads = OptionalInt.of(threads);
    return this;
  }

  /// Starts the server. When this returns, clients can connect.
  ///
  /// @throws UncheckedIOException when a port or a socket cannot be listened on; the message says
  ///   which and why, and nothing is listened on then
  /// @throws IllegalArgumentException when this machine does not have the transport
  /// @throws IllegalStateException when there is nothing to listen on
  public WebSocketServer start() {
    if (options.compression().enabled()) {
      Zlib.chooseInBackground();
    }
    OpenConnections connections = new OpenConnections();
    Application application =
        new Application(
            table,
            origins,
            subprotocols,
            options,
            policy,
            answering(connections),
            connections::windowLeft);
    List<Listener> all = allListeners();
    return WebSocketServer.start(loops(), all, limits, connections, application);
  }

  private WebSocketServerBuilder add(
      String pattern, Route.Opening opening, String... subprotocols) {
    Route route = new Route(RoutePattern.parse(pattern), opening, List.of(subprotocols));
    List<Route> more = new ArrayList<>(routes);
    more.add(route);
    // A mistake shows at once, where it was made.
    table = new Routes(more);
    routes = more;
    return this;
  }

  // What is not WebSocket: the health check, and else what the application says.
  private Function<HttpRequest, CompletionStage<HttpResponse>> answering(
      OpenConnections connections) {
    Function<HttpRequest, CompletionStage<HttpResponse>> others = hook;
    Optional<String> path = healthCheck;
    return request ->
        path.filter(request.path()::equals).isPresent()
            ? CompletableFuture.completedFuture(health(request, connections.draining()))
            : others.apply(request);
  }

  private static HttpResponse health(HttpRequest request, boolean draining) {
    if (!request.method().equals("GET")) {
      return HttpResponse.text(405, "a health check is a GET\n").with("Allow", "GET, HEAD");
    }
    return draining ? HttpResponse.text(503, "draining\n") : HttpResponse.text(200, "ok\n");
  }

  private List<Listener> allListeners() {
    List<Listener> all = new ArrayList<>();
    port.ifPresent(number ->
        all.add(
            host.map(name -> Listener.tcp(name, number))
                .orElseGet(() -> Listener.everywhere(number))));
    all.addAll(listeners);
    if (all.isEmpty()) {
      throw new IllegalStateException("nothing to listen on: call port or listen");
    }
    return all;
  }

  private EventLoops loops() {
    boolean own = transport != Transport.AUTO || threads.isPresent();
    int count = threads.orElse(Runtime.getRuntime().availableProcessors());
    return own ? EventLoops.create(transport, count) : EventLoops.shared();
  }
}
