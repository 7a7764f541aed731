package io.tidewire.fallback;

import io.tidewire.server.Annex;
import io.tidewire.server.HttpExchange;
import io.tidewire.server.Opening;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Serves a route to clients that cannot speak WebSocket, by the SockJS protocol 0.3, by an
/// extension of it that loses nothing, and by short polling. The route's handler sees a
/// [io.tidewire.WebSocket] like any other, which says in [io.tidewire.WebSocket#via] what it
/// travels by.
///
/// ```java
/// WebSocketServer.builder().port(8080)
///     .route("/chat", handler)
///     .annex("/chat", Fallback.sockJs())
///     .start();
/// ```
///
/// The origin rule and the handshake policy of the server hold here too. What is promised about
/// messages, and what is not, stands in `docs/fallback.md`.
public final class Fallback implements Annex {
  private static final SecureRandom RANDOM = new SecureRandom();
  // The protocol lets clients add a version.
  private static final Pattern FRAME = Pattern.compile("iframe[0-9a-z_.-]*\\.html");

  private final FallbackOptions options;
  private final Requests requests;
  private final Optional<FramePage> framePage;

  private Fallback(FallbackOptions options) {
    this.options = options;
    requests = new Requests(options, new Sessions(options));
    framePage = options.client().map(FramePage::of);
  }

  /// With [FallbackOptions#DEFAULTS].
  public static Annex sockJs() {
    return sockJs(FallbackOptions.DEFAULTS);
  }

  /// For one route: each has sessions of its own.
  public static Annex sockJs(FallbackOptions options) {
    return new Fallback(options);
  }

  @Override
  public int maxBody(int usual) {
    return Math.max(usual, options.maxBody());
  }

  // ---- WebSocket

  @Override
  public Optional<Opening> socket(List<String> tail, Opening route) {
    if (!options.webSocket() || !tail.getLast().equals("websocket")) {
      return Optional.empty();
    }
    if (tail.size() == 1) {
      return Optional.of(route);
    }
    return isSession(tail)
        ? Optional.of((wire, agreed) -> SocketVisit.open(wire, agreed, route, options))
        : Optional.empty();
  }

  // The protocol: the server's part and the session's are not empty and hold no dot.
  private static boolean isSession(List<String> tail) {
    return !tail.get(0).contains(".") && !tail.get(1).contains(".");
  }

  // ---- plain HTTP

  @Override
  public void serve(HttpExchange exchange) {
    List<String> tail = exchange.tail();
    Answers answers = new Answers(exchange, options);
    if (options.webSocket() && !tail.isEmpty() && tail.getLast().equals("websocket")) {
      answers.noHandshake();
    } else if (tail.size() < 3) {
      top(answers, tail.isEmpty() ? "" : tail.getFirst());
    } else if (isSession(tail)) {
      session(answers, tail.get(1), tail.get(2));
    } else {
      answers.notFound();
    }
  }

  private void top(Answers answers, String name) {
    if (name.equals("info")) {
      if (answers.admits("GET")) {
        answers.info(Integer.toUnsignedLong(RANDOM.nextInt()));
      }
    } else if (name.isEmpty()) {
      answers.greeting();
    } else if (framePage.isPresent() && FRAME.matcher(name).matches()) {
      answers.frame(framePage.get());
    } else {
      answers.notFound();
    }
  }

  private void session(Answers answers, String id, String transport) {
    Optional<Terms> terms = Terms.of(answers.exchange().request());
    if (terms.isPresent()) {
      session(answers, id, transport, terms.get());
    } else {
      answers.bad("after and from are numbers");
    }
  }

  private void session(Answers answers, String id, String transport, Terms terms) {
    switch (transport) {
      case "xhr_send" -> send(answers, id, terms);
      case "jsonp_send" -> sendForm(answers, id, terms);
      case "close" -> close(answers, id, terms);
      default ->
          Style.of(transport)
              .filter(style -> style != Style.JSONP || options.jsonp())
              .ifPresentOrElse(style -> receive(answers, id, style, terms), answers::notFound);
    }
  }

  private void receive(Answers answers, String id, Style style, Terms terms) {
    boolean admitted = style == Style.JSONP ? answers.admitsScript() : answers.admits(style.method);
    if (!admitted) {
      return;
    }
    if (style.takesCallback() && answers.callback().isEmpty()) {
      answers.mistake("\"callback\" parameter required");
    } else if (style.takesCallback() && !Pages.isCallback(answers.callback())) {
      answers.mistake("invalid \"callback\" parameter");
    } else {
      requests.receive(answers, id, style, terms);
    }
  }

  private void send(Answers answers, String id, Terms terms) {
    if (answers.admits("POST")) {
      byte[] body = answers.exchange().request().body();
      requests.send(answers, id, terms, body, answers::receipt);
    }
  }

  private void sendForm(Answers answers, String id, Terms terms) {
    if (!options.jsonp()) {
      answers.notFound();
    } else if (answers.admits("POST")) {
      byte[] body = FormBody.json(answers.exchange().request());
      requests.send(answers, id, terms, body, answers::formReceipt);
    }
  }

  private void close(Answers answers, String id, Terms terms) {
    if (!terms.extended()) {
      answers.notFound();
    } else if (answers.admits("POST")) {
      requests.close(answers, id, terms);
    }
  }
}
