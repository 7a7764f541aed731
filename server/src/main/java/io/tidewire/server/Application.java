package io.tidewire.server;

import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocketOptions;
import io.tidewire.connection.Agreed;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Extension;
import io.tidewire.protocol.HandshakeCheck;
import io.tidewire.protocol.OriginRule;
import io.tidewire.protocol.Refusal;
import io.tidewire.protocol.RequestHead;
import io.tidewire.protocol.ResponseHead;
import io.tidewire.protocol.Role;
import io.tidewire.protocol.ServerHandshake;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Decides what comes of a request: the rules of the RFCs first, then the routes, then what the
/// application says. Knows nothing of sockets.
///
/// @param hosts the names that the server answers to
/// @param subprotocols those spoken on routes that name none themselves
/// @param hooks what the application says
/// @param windowLeft what is left of a drain's window, in which no WebSocket may open any more;
///   empty while nobody drains
record Application(
    Routes routes,
    OriginRule origins,
    Hosts hosts,
    List<String> subprotocols,
    WebSocketOptions options,
    Hooks hooks,
    Supplier<Optional<Duration>> windowLeft) {
  private static final System.Logger LOG = System.getLogger("io.tidewire");

  /// What comes of a request. Completes at once, unless the application takes its time; fails
  /// never.
  CompletionStage<Outcome> answer(RequestHead head, byte[] body, Peer peer)
      throws RefusedException {
    Optional<Refusal> strange = hosts.check(head.headers());
    if (strange.isPresent()) {
      throw new RefusedException(strange.get());
    }
    return ServerHandshake.isUpgrade(head) ? handshake(head, peer) : plain(head, body, peer);
  }

  // ---- WebSocket

  private CompletionStage<Outcome> handshake(RequestHead head, Peer peer) throws RefusedException {
    return switch (ServerHandshake.check(head, origins)) {
      case Refusal refusal -> CompletableFuture.completedFuture(Outcome.Reply.of(refusal, true));
      case ServerHandshake handshake -> decide(handshake, head, peer);
    };
  }

  private CompletionStage<Outcome> decide(ServerHandshake handshake, RequestHead head, Peer peer)
      throws RefusedException {
    Optional<Duration> drain = windowLeft.get();
    if (drain.isPresent()) {
      throw shuttingDown(drain.get());
    }
    Target target = Target.parse(handshake.resourceName());
    Routes.Match match = routes.find(target.segments()).orElseThrow(Application::notFound);
    Route route = match.route();
    Opening opening = route.opening(target).orElseThrow(Application::notFound);
    HandshakeRequest request = own(match, head, target, peer);
    return CompletableFuture.completedFuture(request)
        .thenCompose(hooks.policy())
        .thenApply(decision -> outcome(decision, handshake, route, opening, request))
        .exceptionally(
            failure -> failed(failure, "the handshake policy failed for " + target.path()));
  }

  private Outcome outcome(
      HandshakeDecision decision,
      ServerHandshake handshake,
      Route route,
      Opening opening,
      HandshakeRequest request) {
    Objects.requireNonNull(decision, "the handshake policy returned null");
    return switch (decision) {
      case HandshakeDecision.Refuse refuse -> new Outcome.Reply(refuse.response(), true);
      case HandshakeDecision.Accept accept -> upgrade(accept, handshake, route, opening, request);
    };
  }

  private Outcome upgrade(
      HandshakeDecision.Accept accept,
      ServerHandshake handshake,
      Route route,
      Opening opening,
      HandshakeRequest request) {
    List<String> spoken = route.subprotocols().isEmpty() ? subprotocols : route.subprotocols();
    Optional<String> subprotocol = accept.subprotocol().or(() -> handshake.choose(spoken));
    Optional<PerMessageDeflate.Accepted> deflate =
        PerMessageDeflate.accept(handshake.extensions(), options.compression());
    try {
      List<Extension> extensions =
          deflate.map(PerMessageDeflate.Accepted::response).stream().toList();
      ResponseHead response = handshake.accept(subprotocol, extensions, accept.headers());
      Agreed agreed =
          new Agreed(
              Role.SERVER,
              options,
              request,
              response.headers(),
              subprotocol,
              new ConcurrentHashMap<>(accept.attributes()),
              deflate.map(PerMessageDeflate.Accepted::deflate));
      return new Outcome.Upgrade(agreed, opening);
    } catch (Throwable mistake) { // the policy's, mostly
      deflate.ifPresent(accepted -> accepted.deflate().close());
      throw mistake;
    }
  }

  /// Tells the application of a handshake that got this response instead of 101.
  void refused(RequestHead head, Peer peer, HttpResponse response) {
    try {
      hooks.refused().accept(request(head, targetOf(head), Map.of(), peer), response);
    } catch (RuntimeException mistake) {
      LOG.log(Level.WARNING, "the hook for refused handshakes failed", mistake);
    }
  }

  private static Target targetOf(RequestHead head) {
    try {
      return Target.parse(head.target());
    } catch (RefusedException malformed) {
      return Target.raw(head.target());
    }
  }

  // ---- plain HTTP

  private CompletionStage<Outcome> plain(RequestHead head, byte[] body, Peer peer)
      throws RefusedException {
    // RFC 9112 §3.2: "A server MUST respond with a 400"
    int hosts = head.headers().all("Host").size();
    if (hosts > 1 || (hosts == 0 && !head.version().equals("HTTP/1.0"))) {
      throw new RefusedException(
          400, "the field Host must come once, and came " + hosts + " times");
    }
    Target target = Target.parse(head.target());
    Optional<Routes.Match> annexed =
        routes.find(target.segments()).filter(match -> match.route().annex().isPresent());
    if (annexed.isPresent()) {
      return CompletableFuture.completedFuture(handover(annexed.get(), head, target, body, peer));
    }
    String method = head.method().equals("HEAD") ? "GET" : head.method();
    RequestHead seen = new RequestHead(method, head.target(), head.version(), head.headers());
    HttpRequest request = new HttpRequest(request(seen, target, Map.of(), peer), body);
    return CompletableFuture.completedFuture(request)
        .thenCompose(hooks.http())
        .thenApply(response -> reply(response, head, target))
        .exceptionally(failure -> failed(failure, "the http hook failed for " + request));
  }

  private Outcome reply(HttpResponse response, RequestHead head, Target target) {
    Objects.requireNonNull(response, "the http hook returned null: HttpResponse.NONE is no answer");
    if (response != HttpResponse.NONE) {
      return new Outcome.Reply(response, false);
    }
    if (routes.find(target.segments()).isEmpty()) {
      return Outcome.Reply.of(notFound().refusal(), false);
    }
    // A route, but not for WebSocket: the check knows what to say, mostly 426.
    HandshakeCheck check = ServerHandshake.check(head, origins);
    return Outcome.Reply.of((Refusal) check, false);
  }

  // ---- an annex

  private Outcome handover(
      Routes.Match match, RequestHead asked, Target target, byte[] body, Peer peer) {
    Route route = match.route();
    HandshakeRequest head = own(match, asked, target, peer);
    return new Outcome.Handover(
        route.annex().get(),
        new HttpRequest(head, body),
        target.last(route.tail()),
        origins,
        () -> decideAnnexed(route, head));
  }

  /// The largest body that a request may have.
  int maxBody(RequestHead head, int usual) throws RefusedException {
    return routes
        .find(Target.parse(head.target()).segments())
        .flatMap(match -> match.route().annex())
        .map(annex -> annex.maxBody(usual))
        .orElse(usual);
  }

  private CompletionStage<Outcome> decideAnnexed(Route route, HandshakeRequest request) {
    Optional<Duration> drain = windowLeft.get();
    if (drain.isPresent()) {
      Refusal refusal = shuttingDown(drain.get()).refusal();
      return CompletableFuture.completedFuture(Outcome.Reply.of(refusal, true));
    }
    return CompletableFuture.completedFuture(request)
        .thenCompose(hooks.policy())
        .thenApply(decision -> annexOutcome(decision, route, request))
        .exceptionally(
            failure -> failed(failure, "the handshake policy failed for " + request.path()));
  }

  private Outcome annexOutcome(HandshakeDecision decision, Route route, HandshakeRequest request) {
    Objects.requireNonNull(decision, "the handshake policy returned null");
    return switch (decision) {
      case HandshakeDecision.Refuse refuse -> new Outcome.Reply(refuse.response(), false);
      case HandshakeDecision.Accept accept ->
          new Outcome.Upgrade(
              new Agreed(
                  Role.SERVER,
                  options,
                  request,
                  accept.headers(),
                  accept.subprotocol(),
                  new ConcurrentHashMap<>(accept.attributes()),
                  Optional.empty()),
              route.opening());
    };
  }

  // ---- both

  // As the route's own: without what is its annex's.
  private static HandshakeRequest own(
      Routes.Match match, RequestHead head, Target target, Peer peer) {
    Map<String, String> parameters = new HashMap<>(match.parameters());
    parameters.keySet().retainAll(match.route().ownNames());
    return request(head, target.cut(match.route().tail()), Map.copyOf(parameters), peer);
  }

  private static HandshakeRequest request(
      RequestHead head, Target target, Map<String, String> parameters, Peer peer) {
    return new HandshakeRequest(
        head.method(),
        target.path(),
        target.query(),
        parameters,
        head.headers(),
        peer.address(),
        peer.tls());
  }

  // RFC 9110 §10.2.3: whole seconds
  private static RefusedException shuttingDown(Duration left) {
    String line = "this server is shutting down: connect again, in a moment";
    return new RefusedException(
        Refusal.of(503, line).with("Retry-After", Long.toString(left.toSeconds() + 1)));
  }

  private static RefusedException notFound() {
    return new RefusedException(404, "there is nothing here: check the path");
  }

  private static Outcome failed(Throwable failure, String what) {
    boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
    LOG.log(Level.WARNING, what, wrapped ? failure.getCause() : failure);
    Refusal refusal = Refusal.of(500, "the server failed to answer this request");
    return Outcome.Reply.of(refusal, true);
  }
}
