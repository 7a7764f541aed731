package io.tidewire.connection;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.uring.IoUring;
import io.tidewire.Transport;
import java.util.ArrayList;
import java.util.List;

/// The transports that this machine has.
final class Transports {
  private Transports() {}

  static List<Transport> available() {
    List<Transport> available = new ArrayList<>(List.of(Transport.NIO));
    if (Epoll.isAvailable()) {
      available.add(Transport.EPOLL);
    }
    if (IoUring.isAvailable()) {
      available.add(Transport.IO_URING);
    }
    if (KQueue.isAvailable()) {
      available.add(Transport.KQUEUE);
    }
    return available;
  }
}
