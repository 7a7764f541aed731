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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
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
  private Hosts hosts = Hosts.ANY;
  private Hooks hooks = Hooks.NONE;
  private WebSocketOptions options = WebSocketOptions.DEFAULTS;
  private Optional<String> healthCheck = Optional.empty();
  private TrustedProxies proxies = TrustedProxies.NONE;
  private ServerLimits limits = ServerLimits.DEFAULTS;
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

  /// The names by which the server may be called in a request's `Host`; others get 421. Default:
  /// any.
  ///
  /// Name them wherever it matters who is in the same network or on the same machine as the server,
  /// as with a tool that listens on 127.0.0.1: the owner of a page can let the page's own name lead
  /// to any address (DNS rebinding), and to a browser the page and the server are then of the same
  /// origin. Where all speak TLS, or each connection proves itself by a secret that a foreign page
  /// does not have, this changes nothing.
  ///
  /// @param names each a name such as `example.com`, or an address such as `127.0.0.1` or `[::1]`;
  ///   no port, which may be any, and no wildcard
  /// @throws IllegalArgumentException when one of them is not that
  public WebSocketServerBuilder hosts(String... names) {
    hosts = Hosts.of(names);
    return this;
  }

  /// Decides on each handshake that keeps the rules and has a route; default: accepts. Runs on an
  /// event loop, so it must not block: see [#policyAsync]. Where it throws, the client gets 500.
  public WebSocketServerBuilder policy(Function<HandshakeRequest, HandshakeDecision> policy) {
    Objects.requireNonNull(policy);
    return policyAsync(request -> CompletableFuture.completedFuture(policy.apply(request)));
  }

  /// As [#policy], for decisions that take time, such as a question to a database. Completes on any
  /// thread. Past [ServerLimits#handshakeTimeout] the client gets 503.
  public WebSocketServerBuilder policyAsync(
      Function<HandshakeRequest, CompletionStage<HandshakeDecision>> policy) {
    hooks = new Hooks(Objects.requireNonNull(policy), hooks.http(), hooks.refused());
    return this;
  }

  /// Told of each opening handshake that was refused, for whatever reason, with the response that
  /// its client gets: to count, to log, to find out who knocks. Its `path` is as it came where that
  /// is not a path at all, and its `pathParameters` are empty. Not told of connections that end
  /// before their request is there: [WebSocketServer#figures] counts those. Runs on an event loop,
  /// so it must not block.
  public WebSocketServerBuilder onRefused(BiConsumer<HandshakeRequest, HttpResponse> hook) {
    hooks = new Hooks(hooks.policy(), hooks.http(), Objects.requireNonNull(hook));
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
    hooks = new Hooks(hooks.policy(), Objects.requireNonNull(hook), hooks.refused());
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

  /// The proxies that are believed about their clients' addresses; default [TrustedProxies#NONE].
  /// Holds for all listeners.
  public WebSocketServerBuilder trust(TrustedProxies proxies) {
    this.proxies = Objects.requireNonNull(proxies);
    return this;
  }

  /// What clients may make the server hold and do before a WebSocket is open: sizes, deadlines,
  /// connections in all and from one address; default [ServerLimits#DEFAULTS].
  public WebSocketServerBuilder limits(ServerLimits limits) {
    this.limits = Objects.requireNonNull(limits);
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
            hosts,
            subprotocols,
            options,
            healthCheck
                .map(path -> hooks.withHealthCheck(path, connections::draining))
                .orElse(hooks),
            connections::windowLeft);
    List<Listener> all = allListeners();
    return WebSocketServer.start(
        loops(), all, Service.of(limits, proxies, application, connections));
  }

  private WebSocketServerBuilder add(String pattern, Opening opening, String... subprotocols) {
    Route route = new Route(RoutePattern.parse(pattern), opening, List.of(subprotocols));
    List<Route> more = new ArrayList<>(routes);
    more.add(route);
    // A mistake shows at once, where it was made.
    table = new Routes(more);
    routes = more;
    return this;
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
