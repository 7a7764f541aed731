package io.tidewire.cli;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseCode;
import io.tidewire.protocol.CloseReason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Rooms in which everyone sees every line, the writer included. A room is there while somebody is
/// in it.
///
/// A member who does not read is closed when its queue is full, and nobody waits for it: event
/// loops never wait to send.
final class ChatRooms implements WebSocketHandler {
  private final ConcurrentMap<String, Set<WebSocket>> rooms = new ConcurrentHashMap<>();

  @Override
  public void onOpen(WebSocket ws) {
    rooms.compute(
        room(ws),
        (_, members) -> {
          Set<WebSocket> all = members == null ? ConcurrentHashMap.newKeySet() : members;
          all.add(ws);
          return all;
        });
  }

  @Override
  public void onMessage(WebSocket ws, Message message) {
    if (message.isText()) {
      Message line = message.prepared();
      rooms.getOrDefault(room(ws), Set.of()).forEach(member -> member.send(line));
    } else {
      ws.close(CloseCode.UNSUPPORTED, "a room takes text only");
    }
  }

  @Override
  public void onClose(WebSocket ws, CloseReason reason) {
    rooms.computeIfPresent(
        room(ws),
        (_, members) -> {
          members.remove(ws);
          return members.isEmpty() ? null : members;
        });
  }

  /// How many rooms have somebody in them.
  int size() {
    return rooms.size();
  }

  private static String room(WebSocket ws) {
    return ws.request().pathParameter("room");
  }
}
