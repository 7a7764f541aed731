package io.tidewire;

/// Serves one connection from its start to its end, blocking style, on a virtual thread of its own.
///
/// When it returns, the connection closes with 1000. When it throws, the connection closes with
/// 1011 and the exception goes to [WebSocketOptions#errorHook]; a [ClosedException] once this
/// connection has closed, which only says that its peer is gone, does not.
@FunctionalInterface
public interface BlockingHandler {
  void serve(WebSocket ws) throws Exception;
}
