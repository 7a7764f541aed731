package io.tidewire.fallback;

import io.tidewire.server.Annex;
import io.tidewire.server.HttpExchange;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// Serves a route to clients that cannot speak WebSocket, by the SockJS protocol 0.3 and by short
/// polling. The route's handler sees a [io.tidewire.WebSocket] like any other, which says in
/// [io.tidewire.WebSocket#via] what it travels by.
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

  private final FallbackOptions options;
  private final Sessions sessions;

  private Fallback(FallbackOptions options) {
    this.options = options;
    sessions = new Sessions(options);
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
  public void serve(HttpExchange exchange) {
    List<String> tail = exchange.tail();
    Answers answers = new Answers(exchange, options);
    switch (tail.size()) {
      case 3 -> session(answers, tail.get(1), tail.get(2), tail);
      case 1 -> top(answers, tail.getFirst());
      default -> top(answers, "");
    }
  }

  private void top(Answers answers, String name) {
    if (name.equals("info")) {
      if (answers.admits("GET")) {
        answers.info(Integer.toUnsignedLong(RANDOM.nextInt()));
      }
    } else if (name.isEmpty()) {
      answers.greeting();
    } else {
      answers.notFound();
    }
  }

  private void session(Answers answers, String id, String transport, List<String> tail) {
    Optional<Style> style = Style.of(transport);
    boolean sends = transport.equals("xhr_send");
    // The protocol: neither part holds a dot.
    if (tail.get(0).contains(".") || id.contains(".") || !(sends || style.isPresent())) {
      answers.notFound();
    } else if (answers.admits(style.map(known -> known.method).orElse("POST"))) {
      if (sends) {
        send(answers, id);
      } else {
        receive(answers, id, style.get());
      }
    }
  }

  // ---- receiving requests

  private void receive(Answers answers, String id, Style style) {
    Optional<Session> session = sessions.find(id);
    if (session.isPresent()) {
      if (session.get().owner().admits(answers.owner())) {
        Visit visit = answers.visit(style);
        session.get().execute(() -> session.get().attach(visit));
      } else {
        answers.notFound();
      }
      return;
    }
    switch (sessions.reserve(id, answers.owner())) {
      case GRANTED -> open(answers, id, style);
      case TAKEN -> answers.twoReceivers(style);
      case FULL -> answers.full();
    }
  }

  private void open(Answers answers, String id, Style style) {
    HttpExchange exchange = answers.exchange();
    // A client that goes before the policy has decided leaves its place; one that opens has a
    // session by then, which gives it back.
    exchange.over().thenRun(() -> sessions.release(id, Optional.empty()));
    exchange
        .open(loop -> {
          Session session = new Session(id, answers.owner(), options, sessions, loop);
          session.comesBy(style);
          return session;
        })
        .thenAccept(refusal -> {
          if (refusal.isPresent()) {
            answers.refuse(refusal.get());
          } else {
            sessions.find(id).ifPresent(session -> session.attach(answers.visit(style)));
          }
        });
  }

  // ---- sending requests

  private void send(Answers answers, String id) {
    Optional<Session> found =
        sessions.find(id).filter(session -> session.owner().admits(answers.owner()));
    if (found.isEmpty()) {
      answers.notFound();
      return;
    }
    byte[] body = answers.exchange().request().body();
    Optional<List<byte[]>> messages = Payload.parse(body);
    if (body.length == 0) {
      answers.mistake("Payload expected.");
    } else if (messages.isEmpty()) {
      answers.mistake("Broken JSON encoding.");
    } else {
      found.get().execute(() -> deliver(answers, found.get(), messages.get()));
    }
  }

  private static void deliver(Answers answers, Session session, List<byte[]> messages) {
    long limit = session.maxMessage();
    if (messages.stream().anyMatch(message -> message.length > limit)) {
      session.fail(1009, "a message is over the limit of " + limit + " bytes");
      answers.plain(413, "a message is over the limit of " + limit + " bytes\n");
    } else if (!session.receive(messages, answers::taken)) {
      if (session.isOver()) {
        answers.notFound();
      } else {
        answers.busy();
      }
    }
  }
}
