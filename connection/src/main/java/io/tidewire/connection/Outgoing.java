package io.tidewire.connection;

import io.tidewire.Message;
import io.tidewire.protocol.Opcode;
import java.util.concurrent.CompletableFuture;

/// One data frame that waits to be sent: a whole message, or a fragment of a streamed one.
final class Outgoing {
  final Opcode opcode;
  final boolean fin;
  // The streamed message that this is a fragment of; null for a whole message.
  final FragmentStream stream;
  // Under CONFLATE what the message is the state of; else null.
  final Object key;
  // The payload. Under CONFLATE a newer one may take its place while it waits.
  Message message;
  // Completes when the socket has taken the bytes; null when nobody asked.
  CompletableFuture<Void> done;

  private Outgoing(Opcode opcode, boolean fin, FragmentStream stream, Object key, Message message) {
    this.opcode = opcode;
    this.fin = fin;
    this.stream = stream;
    this.key = key;
    this.message = message;
  }

  static Outgoing whole(Message message, Object key, CompletableFuture<Void> done) {
    Outgoing out = new Outgoing(opcode(message), true, null, key, message);
    out.done = done;
    return out;
  }

  static Outgoing fragment(Message payload, boolean first, boolean last, FragmentStream stream) {
    Opcode opcode = first ? opcode(payload) : Opcode.CONTINUATION;
    return new Outgoing(opcode, last, stream, null, payload);
  }

  /// What this counts towards the outbox's limit.
  int cost() {
    return message.size() + Outbox.MESSAGE_COST;
  }

  static Opcode opcode(Message message) {
    return message.isText() ? Opcode.TEXT : Opcode.BINARY;
  }
}
