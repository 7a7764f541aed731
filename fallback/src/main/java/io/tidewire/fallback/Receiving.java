package io.tidewire.fallback;

import io.tidewire.connection.Carried;
import io.tidewire.protocol.CloseReason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// A session's visits, one at a time, and what is written to them. Event loop only.
final class Receiving {
  static final String TWO_RECEIVERS = Frames.close(2010, "Another connection still open");

  private final Session session;
  private final Carried inside;
  private final Outflow outflow;
  private final FallbackOptions options;
  // Whether the client says what it has, so that a visit may end and another go on.
  private final boolean resumes;

  // Null while nobody receives.
  private Visit visit;
  // Whether the client has yet to take what was written to the visit.
  private boolean busy;
  // Written to the visit.
  private long written;
  private boolean openDue = true;
  // When a visit last began, got a frame or ended; when the session ended.
  private long lastEvent;

  Receiving(
      Session session, Carried inside, Outflow outflow, FallbackOptions options, boolean resumes) {
    this.session = session;
    this.inside = inside;
    this.outflow = outflow;
    this.options = options;
    this.resumes = resumes;
    touch();
  }

  /// Somebody visits.
  ///
  /// @param after how many messages the client says it has; empty when it had no frame at all, or
  ///   does not say such things
  /// @return false when what it says cannot be
  boolean attach(Visit next, OptionalLong after) {
    if (!outflow.goOn(after)) {
      return false;
    }
    if (visit != null && resumes) {
      supersede();
    } else if (visit != null && !session.isOver()) {
      next.write(TWO_RECEIVERS);
      next.end();
      return true;
    }
    openDue |= resumes && after.isEmpty();
    visit = next;
    busy = false;
    written = 0;
    touch();
    next.over().thenAccept(why -> session.execute(() -> interrupted(next, why)));
    session.flush();
    return true;
  }

  // The client has come again, so it has given up the visit that waits.
  private void supersede() {
    Visit old = detach();
    if (old.style().once) {
      old.write(Frames.HEARTBEAT);
    } else {
      old.end();
    }
  }

  private void interrupted(Visit gone, CloseReason why) {
    if (gone.equals(visit)) { // It was not answered.
      detach();
      if (!resumes) {
        session.breakOff(why);
      }
    }
  }

  /// Writes what there is to write.
  void flush() {
    while (visit != null && !busy && writeNext()) {
      touch();
    }
  }

  private boolean writeNext() {
    if (openDue) {
      openDue = false;
      write(Frames.OPEN, List.of());
      return true;
    }
    Optional<Outflow.Batch> batch = outflow.next();
    if (batch.isPresent()) {
      write(batch.get().frame(), batch.get().messages());
      return true;
    }
    Optional<String> close = session.closeFrame();
    if (close.isPresent()) {
      Visit last = detach();
      last.write(close.get());
      last.end();
    } else if (visit.style() == Style.POLL) {
      write(Frames.HEARTBEAT, List.of());
    }
    return false;
  }

  private void write(String frame, List<Carried.Taken> messages) {
    Visit to = visit;
    if (to.style().once) {
      detach(); // first, since its end may show at once
    }
    busy = true;
    written += frame.length();
    CompletableFuture<Void> taken = to.write(frame);
    if (to.equals(visit) && isSpent(to)) {
      detach().end();
    }
    taken.whenComplete((_, failure) -> session.execute(() -> taken(to, messages, failure)));
  }

  // A browser keeps a response whole as long as it lasts, and only the next request tells what the
  // client has.
  private boolean isSpent(Visit to) {
    return to.style() != Style.WEBSOCKET
        && (written >= options.responseLimit() || outflow.isFull());
  }

  private void taken(Visit by, List<Carried.Taken> messages, Throwable failure) {
    if (by.equals(visit)) {
      busy = false;
    }
    if (failure == null) {
      messages.forEach(Carried.Taken::sent);
    } else if (!resumes) {
      // Whether they arrived, nobody can tell: a gap is to be seen by both ends.
      messages.forEach(message -> message.lost(failure));
      session.breakOff(Session.interruption("a frame did not reach the client: " + failure));
    }
    session.flush();
  }

  private Visit detach() {
    Visit last = visit;
    visit = null;
    touch();
    return last;
  }

  /// Closes the client's connection without a word.
  void cut() {
    if (visit != null) {
      detach().cut();
    }
  }

  void ping(CompletableFuture<java.time.Duration> pong) {
    if (visit == null) {
      pong.completeExceptionally(
          new UnsupportedOperationException("the client is between two requests, without pongs"));
    } else {
      visit.ping(pong);
    }
  }

  // ---- time

  void touch() {
    lastEvent = inside.now();
  }

  /// Sends a heartbeat where that is due.
  ///
  /// @return whether nobody has come for so long that the session is to be forgotten
  boolean isForsaken() {
    long quiet = inside.now() - lastEvent;
    if (visit != null && !busy && quiet >= options.heartbeat().toNanos()) {
      touch();
      write(Frames.HEARTBEAT, List.of());
    }
    return visit == null && quiet >= options.disconnectDelay().toNanos();
  }
}
