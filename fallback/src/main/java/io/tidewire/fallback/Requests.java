package io.tidewire.fallback;

import io.tidewire.server.HttpExchange;
import java.util.Optional;
import java.util.function.Consumer;

/// The requests to sessions: those that receive, those that send, those that close.
final class Requests {
  private final FallbackOptions options;
  private final Sessions sessions;

  Requests(FallbackOptions options, Sessions sessions) {
    this.options = options;
    this.sessions = sessions;
  }

  void receive(Answers answers, String id, Style style, Terms terms) {
    if (sessions.find(id).isPresent()) {
      own(answers, id, terms, session -> visit(answers, session, style, terms));
    } else if (terms.after().orElse(0) > 0) {
      answers.notFound(); // The client speaks of another session, which has ended.
    } else {
      enter(answers, id, style, terms);
    }
  }

  private static void visit(Answers answers, Session session, Style style, Terms terms) {
    if (!session.attach(answers.visit(style), terms.after())) {
      answers.bad("after is not how many messages of this session the client can have had");
    }
  }

  private void enter(Answers answers, String id, Style style, Terms terms) {
    switch (sessions.reserve(id, answers.owner())) {
      case GRANTED -> open(answers, id, style, terms);
      case FULL -> answers.full();
      // Whether it may open is being decided.
      case TAKEN ->
          answers.frame(style, terms.extended() ? Frames.HEARTBEAT : Receiving.TWO_RECEIVERS);
    }
  }

  private void open(Answers answers, String id, Style style, Terms terms) {
    HttpExchange exchange = answers.exchange();
    // A client that goes before the policy has decided leaves its place; one that opens has a
    // session by then, which gives it back.
    exchange.over().thenRun(() -> sessions.release(id, Optional.empty()));
    Optional<Register> place = Optional.of(sessions.register(id));
    exchange
        .open(loop -> new Session(answers.owner(), terms.extended(), style, options, place, loop))
        .thenAccept(refusal -> {
          if (refusal.isPresent()) {
            answers.refuse(refusal.get());
          } else {
            sessions.find(id).ifPresent(session -> visit(answers, session, style, terms));
          }
        });
  }

  /// @param body what was sent, as JSON
  /// @param receipt tells the client what became of it
  void send(
      Answers answers, String id, Terms terms, byte[] body, Consumer<Inflow.Receipt> receipt) {
    if (terms.extended() && terms.from().isEmpty()) {
      answers.bad("from has to tell how many messages were sent before these");
      return;
    }
    own(
        answers,
        id,
        terms,
        session -> {
          Optional<Payload> messages = Payload.parse(body, terms.extended());
          if (body.length == 0) {
            answers.mistake("Payload expected.");
          } else if (messages.isEmpty()) {
            answers.mistake("Broken JSON encoding.");
          } else {
            answers
                .exchange()
                .over()
                .thenRun(() -> session.execute(() -> session.drop(messages.get())));
            session.receive(messages.get(), terms.from(), receipt);
          }
        });
  }

  void close(Answers answers, String id, Terms terms) {
    Optional<CloseBody> asked = CloseBody.parse(answers.exchange().request().body());
    if (asked.isEmpty()) {
      answers.bad("the body is neither empty nor [code,\"reason\"] with a code that may be sent");
      return;
    }
    own(
        answers,
        id,
        terms,
        session -> {
          session.closedByClient(asked.get().code(), asked.get().text());
          answers.taken();
        });
  }

  // Runs on the session's event loop.
  private void own(Answers answers, String id, Terms terms, Consumer<Session> action) {
    Optional<Session> found =
        sessions.find(id).filter(session -> session.admits(answers.owner(), terms.extended()));
    if (found.isEmpty()) {
      answers.notFound();
    } else {
      found.get().execute(() -> action.accept(found.get()));
    }
  }
}
