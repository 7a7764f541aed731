/// The WebSocket protocol of RFC 6455 without I/O: bytes in, events out, bytes out.
///
/// Nothing in here opens a socket, starts a thread, reads a clock or draws a random number.
module io.tidewire.protocol {
  exports io.tidewire.protocol;
}
