package io.tidewire;

/// How sockets are driven.
public enum Transport {
  /// Epoll on Linux, kqueue on macOS, else NIO: the first that the machine has.
  AUTO,
  /// Linux's epoll.
  EPOLL,
  /// Linux's io_uring. Not chosen by itself: here its reads cannot share one buffer among
  /// connections.
  IO_URING,
  /// kqueue of macOS and the BSDs.
  KQUEUE,
  /// The JDK's selector; works everywhere.
  NIO
}
