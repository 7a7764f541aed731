package io.tidewire.cli;

import io.tidewire.ClosedException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/// Both directions of `tidewire connect` over an open connection: stdin becomes messages on a
/// thread of its own, messages go to stdout on the caller's. Neither waits for the other.
final class Conversation {
  private static final long FAREWELL_SECONDS = 2;

  private final WebSocket ws;
  private final Stdio stdio;
  private final MessageOptions options;
  private final MessagePrinter printer;
  private final Silence silence = new Silence(System::nanoTime);
  // Why stdin could not be sent; null while nothing is wrong with it.
  private volatile CommandFailed unsendable;

  Conversation(WebSocket ws, Stdio stdio, MessageOptions options) {
    this.ws = ws;
    this.stdio = stdio;
    this.options = options;
    this.printer = options.printer(stdio);
  }

  /// Talks until the connection has closed.
  ///
  /// @return how it closed; empty when the reader of stdout has gone, as `head` does when it has
  ///   seen enough
  /// @throws CommandFailed when stdin cannot be sent, or stdout cannot be written
  /// @throws CancellationException when the thread was interrupted
  Optional<CloseReason> run() {
    Thread.ofPlatform().daemon().name("stdin").start(this::send);
    try {
      receive();
    } catch (IOException e) {
      leave();
      if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
        throw new CommandFailed(3, "cannot write to stdout: " + e.getMessage());
      }
      return Optional.empty();
    } catch (CancellationException interrupted) {
      leave();
      throw interrupted;
    }
    if (unsendable != null) {
      throw unsendable;
    }
    return Optional.of(ws.closed().join());
  }

  // ---- messages to stdout

  private void receive() throws IOException {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (options.raw()) {
          receiveRaw();
        } else {
          printer.print(next());
        }
      }
      throw new CancellationException("interrupted");
    } catch (ClosedException end) {
      printer.flush();
    }
  }

  /// Leaves messages in stdout's buffer for as long as more of them are there.
  private Message next() throws IOException {
    Optional<Message> ready = ws.receive(Duration.ZERO);
    if (ready.isPresent()) {
      return ready.get();
    }
    printer.flush();
    silence.begins();
    Message message = ws.receive();
    silence.broken();
    return message;
  }

  private void receiveRaw() throws IOException {
    silence.begins();
    InputStream message = ws.receiveStream();
    silence.broken();
    try {
      printer.printRaw(message);
    } catch (IOException e) {
      if (e.getCause() instanceof ClosedException closed) {
        throw closed;
      }
      throw e;
    }
    printer.flush();
  }

  // ---- stdin to messages

  private void send() {
    try {
      options.sender().send(stdio.in(), ws);
      closeAfterSilence();
    } catch (CharacterCodingException e) {
      refuse("stdin is not UTF-8 text: --binary sends it all the same");
    } catch (IOException e) {
      if (!(e.getCause() instanceof ClosedException)) {
        refuse("stdin cannot be read: " + e.getMessage());
      }
    } catch (ClosedException e) {
      // Whoever receives learns it too, and says it.
    }
  }

  private void refuse(String why) {
    unsendable = new CommandFailed(2, why);
    leave();
  }

  private void closeAfterSilence() {
    Duration patience = options.patience(stdio.terminal());
    if (patience.equals(Patience.FOREVER)) {
      return;
    }
    silence.startsAnew();
    Duration left = silence.left(patience);
    while (left.isPositive() && !Waiting.closesWithin(ws, left)) {
      left = silence.left(patience);
    }
    ws.close(CloseCode.NORMAL, "");
  }

  /// Closes in order if that can be done soon. A message whose end is not there yet stands in the
  /// way of a close frame.
  private void leave() {
    ws.close(CloseCode.NORMAL, "")
        .completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS)
        .join();
    ws.abort();
  }
}
