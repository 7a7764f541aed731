package io.tidewire.connection;

import io.tidewire.HandshakeRequest;
import io.tidewire.WebSocketOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Headers;
import io.tidewire.protocol.Role;
import java.util.Map;
import java.util.Optional;

/// What a finished opening handshake settled.
///
/// @param role which end this is
/// @param options how the connection behaves
/// @param request the request as the application sees it
/// @param responseHeaders the 101 response's fields
/// @param subprotocol the subprotocol agreed on
/// @param attributes the application's data; becomes the connection's own map, and is to be safe
///   for any thread
/// @param deflate compression, where it was agreed on; the connection closes it
public record Agreed(
    Role role,
    WebSocketOptions options,
    HandshakeRequest request,
    Headers responseHeaders,
    Optional<String> subprotocol,
    Map<String, Object> attributes,
    Optional<PerMessageDeflate> deflate) {}
