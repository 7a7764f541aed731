package io.tidewire.server;

import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/// Who is at the other end of a channel.
///
/// @param tls the session, if TLS is spoken
record Peer(SocketAddress address, Optional<SSLSession> tls) {}
