package io.tidewire.protocol;

/// What a server finds in a request: a handshake that it may accept, or the reason why not.
public sealed interface HandshakeCheck permits ServerHandshake, Refusal {}
