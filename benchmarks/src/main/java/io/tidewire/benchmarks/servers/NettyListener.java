package io.tidewire.benchmarks.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// What the servers on bare Netty share: epoll, and BoringSSL where they speak TLS.
final class NettyListener {
  private NettyListener() {}

  static int start(Setup setup, Consumer<Channel> pipeline) throws Exception {
    SslContext tls = setup.tls() ? SelfSigned.boringSsl() : null;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(new MultiThreadIoEventLoopGroup(setup.threads(), EpollIoHandler.newFactory()))
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    pipeline.accept(channel);
                  }
                });
    Channel listening = bootstrap.bind(Setup.HOST, setup.port()).sync().channel();
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }
}
