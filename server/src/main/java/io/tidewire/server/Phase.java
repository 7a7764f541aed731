package io.tidewire.server;

/// Where a connection is that speaks HTTP; drawn at [HttpHandler].
enum Phase {
  AWAITING,
  READING,
  DECIDING,
  RESPONDING
}
