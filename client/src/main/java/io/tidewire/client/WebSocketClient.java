package io.tidewire.client;

import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/// Opens WebSocket connections. One client serves for any number of them, from any thread.
///
/// A URI is `ws://host[:port]/path?query`, or `wss:` for TLS; the ports are 80 and 443 where it
/// names none (RFC 6455 §3). A user name and password in it (`ws://user:password@host/`) are sent
/// as Basic credentials in place of the builder's. Messages of exceptions name a URI without them,
/// and without its query, which may hold a secret too.
///
/// A name may have several addresses. They are tried in turn, IPv6 and IPv4 alternating, the next
/// one as soon as one fails or after 250 ms (RFC 8305), and the first that answers is taken.
public sealed interface WebSocketClient extends AutoCloseable permits Client {

  /// Connects with a client that all callers share; throws what [#connect(URI)] throws.
  ///
  /// @param uri such as `wss://example.com/chat`
  static WebSocket connect(String uri) {
    return Client.shared().connect(URI.create(uri));
  }

  /// Where to begin when the defaults do not fit.
  static WebSocketClientBuilder builder() {
    return new WebSocketClientBuilder();
  }

  /// Connects, blocking style: take messages with [WebSocket#receive].
  ///
  /// @throws HandshakeException when there is no connection in the end; the message says why
  /// @throws IllegalArgumentException when the URI is no WebSocket URI
  /// @throws CancellationException when the thread is interrupted; its interrupt flag is set
  /// @throws IllegalStateException on an event loop, which must not block, and after [#close]
  WebSocket connect(URI uri);

  /// Connects, event style, and returns once the connection is open; throws what [#connect(URI)]
  /// throws. The handler's first calls may come before this returns.
  WebSocket connect(URI uri, WebSocketHandler handler);

  /// Connects, blocking style, on a virtual thread of its own, which also completes the future; may
  /// be called anywhere.
  ///
  /// @return completes with the connection, or fails with [HandshakeException]. Cancelling it, or
  ///   completing it in any other way, gives up the attempt
  /// @throws IllegalArgumentException when the URI is no WebSocket URI
  /// @throws IllegalStateException after [#close]
  CompletableFuture<WebSocket> connectAsync(URI uri);

  /// Connects, event style; otherwise as [#connectAsync(URI)]. The handler's first calls may come
  /// before the future completes.
  CompletableFuture<WebSocket> connectAsync(URI uri, WebSocketHandler handler);

  /// Closes this client's connections with 1001, waits for them as long as
  /// [io.tidewire.WebSocketOptions#closeTimeout] and cuts what is left. On an event loop it does
  /// not wait. Threads that the client had for itself end.
  @Override
  void close();
}
