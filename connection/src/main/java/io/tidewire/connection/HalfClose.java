package io.tidewire.connection;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/// Ends a channel's output and leaves its input: the peer still gets what is on its way. Closing at
/// once, while unread bytes come in, would reset TCP, and the peer could lose our close frame.
final class HalfClose {
  private HalfClose() {}

  /// Sends TLS's close_notify where TLS is spoken, then TCP's FIN.
  static void endOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutdownOutput(channel);
    } else {
      tls.closeOutbound().addListener(done -> shutdownOutput(channel));
    }
  }

  private static void shutdownOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close(); // An embedded channel; sockets have two halves.
    }
  }
}
