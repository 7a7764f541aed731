package io.tidewire;

import io.tidewire.protocol.CloseReason;

/// Takes the events of connections, event style: every call runs on the connection's event loop,
/// one at a time, and must not block. One handler may serve many connections, on several event
/// loops at once. One that has others work on its messages slows its peer with
/// [WebSocket#pauseUntil].
///
/// The order is `onOpen`, then messages, then exactly one `onClose`. An exception closes that one
/// connection with 1011 and goes to [WebSocketOptions#errorHook].
public interface WebSocketHandler {

  /// A handler that only takes messages: `WebSocketHandler.onMessage((ws, message) ->
  /// ws.send(message))` is an echo.
  static WebSocketHandler onMessage(OnMessage action) {
    return new WebSocketHandler() {
      @Override
      public void onMessage(WebSocket ws, Message message) throws Exception {
        action.accept(ws, message);
      }
    };
  }

  /// What to do with a message.
  @FunctionalInterface
  interface OnMessage {
    void accept(WebSocket ws, Message message) throws Exception;
  }

  /// The handshake is done; messages may be sent.
  default void onOpen(WebSocket ws) throws Exception {}

  /// A whole message came. It is lent for the length of this call: see [Message#copy].
  default void onMessage(WebSocket ws, Message message) throws Exception {}

  /// The connection has closed; nothing comes after this.
  default void onClose(WebSocket ws, CloseReason reason) throws Exception {}
}
