package io.tidewire.client;

import io.tidewire.WebSocketOptions;
import io.tidewire.connection.EventLoops;
import io.tidewire.protocol.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a builder gathered.
///
/// @param headers the user's own fields, without `Authorization`
/// @param authorization the value of `Authorization`, asked for on every attempt
/// @param reconnect how WebSockets come back; empty when they do not
/// @param unix the Unix domain socket to connect to, whatever the URI's host
record Settings(
    EventLoops loops,
    Resolver resolver,
    Headers headers,
    Optional<Supplier<String>> authorization,
    List<String> subprotocols,
    ClientTls tls,
    Proxy proxy,
    Optional<Path> unix,
    Duration connectTimeout,
    Duration handshakeTimeout,
    int maxRedirects,
    WebSocketOptions options,
    Optional<ReconnectSetup> reconnect) {

  Settings with(WebSocketOptions options) {
    return with(headers, subprotocols, options);
  }

  /// With what an attempt asks for in place of what the builder did.
  Settings with(ConnectRequest request) {
    return with(request.headers(), request.subprotocols(), options);
  }

  private Settings with(Headers headers, List<String> subprotocols, WebSocketOptions options) {
    return new Settings(
        loops,
        resolver,
        headers,
        authorization,
        subprotocols,
        tls,
        proxy,
        unix,
        connectTimeout,
        handshakeTimeout,
        maxRedirects,
        options,
        reconnect);
  }
}
