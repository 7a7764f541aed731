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
    WebSocketOptions options) {}
