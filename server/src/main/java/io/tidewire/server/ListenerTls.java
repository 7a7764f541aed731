package io.tidewire.server;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;

/// The TLS of a listener at work, whose certificate may be replaced. Safe for any thread.
final class ListenerTls {
  // Guarded by this. What a connection has of it stays until that connection ends.
  private SslContext context;

  ListenerTls(ServerTls tls) {
    context = tls.newContext();
  }

  /// For one connection, which has the certificate of this moment.
  SslHandler newHandler(ByteBufAllocator buffers) {
    SslContext now = current();
    try {
      SslHandler handler = now.newHandler(buffers);
      // The deadline of the whole handshake holds for TLS too.
      handler.setHandshakeTimeoutMillis(0);
      return handler;
    } finally {
      ReferenceCountUtil.release(now);
    }
  }

  private synchronized SslContext current() {
    return ReferenceCountUtil.retain(context);
  }

  /// Speaks as `tls` says with those who connect from now on.
  ///
  /// @throws IllegalArgumentException when that cannot be used; then all stays as it is
  void replace(ServerTls tls) {
    SslContext fresh = tls.newContext();
    SslContext stale;
    synchronized (this) {
      stale = context;
      context = fresh;
    }
    ReferenceCountUtil.release(stale);
  }

  /// Gives back what this holds. Nobody connects any more.
  synchronized void release() {
    ReferenceCountUtil.release(context);
  }
}
