package io.tidewire.connection;

/// Payloads whose bytes differ from their neighbours.
final class Payload {
  private Payload() {}

  static byte[] of(int size) {
    byte[] payload = new byte[size];
    for (int i = 0; i < size; i++) {
      payload[i] = (byte) (i * 31 + i / 251 + size);
    }
    return payload;
  }
}
