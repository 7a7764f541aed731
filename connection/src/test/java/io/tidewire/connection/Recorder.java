package io.tidewire.connection;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A handler that writes down what it is told, in sentences: "open", "text hi", "binary 00ff",
/// "closed 1000 bye (PEER)"; and does at some of these what a test asks for.
final class Recorder implements WebSocketHandler {
  private final List<String> events = new ArrayList<>();
  private final Map<String, Reaction> reactions = new HashMap<>();
  private Reaction always = (ws, message) -> {};
  private CloseReason reason;

  /// What to do at an event; there is a message when that is the event.
  interface Reaction {
    void accept(WebSocket ws, Message message) throws Exception;
  }

  Recorder on(String event, Reaction reaction) {
    reactions.put(event, reaction);
    return this;
  }

  Recorder onEachMessage(Reaction reaction) {
    always = reaction;
    return this;
  }

  @Override
  public void onOpen(WebSocket ws) throws Exception {
    event("open", ws, null);
  }

  @Override
  public void onMessage(WebSocket ws, Message message) throws Exception {
    event(describe(message), ws, message);
    always.accept(ws, message);
  }

  @Override
  public void onClose(WebSocket ws, CloseReason why) throws Exception {
    reason = why;
    event(("closed " + why.code() + " " + why.text()).strip() + " (" + why.by() + ")", ws, null);
  }

  private void event(String event, WebSocket ws, Message message) throws Exception {
    events.add(event);
    Reaction reaction = reactions.get(event);
    if (reaction != null) {
      reaction.accept(ws, message);
    }
  }

  static String describe(Message message) {
    String payload = Frame.describe(message.isText(), message.bytes());
    return (message.isText() ? "text " : "binary ") + payload;
  }

  /// The events since the last call.
  List<String> take() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  List<String> take(Predicate<String> which) {
    return take().stream().filter(which).toList();
  }

  /// Why the connection closed; null before it has.
  CloseReason reason() {
    return reason;
  }
}
