/// The WebSocket protocol of RFC 6455, sans-I/O: bytes in, events out, bytes out, and what TCP
/// should do next.
package io.tidewire.protocol;
