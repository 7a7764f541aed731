package io.tidewire.connection;

/// Hands each message to a relay, as long as that has room.
final class RelayReceiver extends EventReceiver {
  private final Relay relay;

  RelayReceiver(Relay relay, Connection connection, Loop loop) {
    super(relay, connection, loop);
    this.relay = relay;
  }

  @Override
  public boolean isFull() {
    return relay.isFull();
  }
}
