package io.tidewire.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.tidewire.connection.Connections;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Connects by one of several ways: they are started in turn, the next one when one fails or has
/// not come through after a moment, and the first that comes through is taken (RFC 8305 §5).
final class Dialer {
  /// RFC 8305 §8: the recommended delay between two attempts.
  private static final long STAGGER_MILLIS = 250;

  private final EventLoopGroup group;
  private final Route route;
  private final Deadline deadline;
  private final Consumer<Channel> onConnect;
  private final List<Channel> started = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Semaphore progress = new Semaphore(0);
  private final CompletableFuture<Channel> winner = new CompletableFuture<>();

  /// @param onConnect builds the pipeline of the channel that is taken, on its event loop, before a
  ///   byte is read; those not taken are closed
  Dialer(EventLoopGroup group, Route route, Deadline deadline, Consumer<Channel> onConnect) {
    this.group = group;
    this.route = route;
    this.deadline = deadline;
    this.onConnect = onConnect;
  }

  Channel connect() throws Unreachable, InterruptedException {
    Channel taken = null;
    try {
      for (Route.Way way : route.ways()) {
        if (!winner.isDone()) {
          start(way);
          awaitProgress();
        }
      }
      taken = winner.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
      return taken;
    } catch (ExecutionException e) {
      throw new Unreachable(String.join("; ", failures), e.getCause());
    } catch (TimeoutException e) {
      throw new Unreachable(timedOut(), e);
    } finally {
      abandonAllBut(taken);
    }
  }

  private void start(Route.Way way) {
    ChannelFuture registering = bootstrap(way).register();
    started.add(registering.channel());
    registering.addListener(_ -> {
      if (registering.isSuccess()) {
        connect(registering.channel(), way);
      } else {
        failed(way, registering.cause());
      }
    });
  }

  /// On the event loop, and with the listener in place before anything happens: what it adds to the
  /// pipeline must be there before the first byte.
  private void connect(Channel channel, Route.Way way) {
    ChannelPromise connecting = channel.newPromise();
    connecting.addListener(_ -> {
      if (connecting.isSuccess()) {
        take(channel);
      } else {
        failed(way, connecting.cause());
      }
    });
    channel.connect(way.destination(), connecting);
  }

  private Bootstrap bootstrap(Route.Way way) {
    return new Bootstrap()
        .group(group)
        .channel(route.channelType())
        .disableResolver()
        // This deadline is the dialer's own; Netty's would say less about it.
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                Connections.prepare(channel);
                channel.pipeline().addLast(way.proxy().toArray(ChannelHandler[]::new));
              }
            });
  }

  private void take(Channel channel) {
    if (winner.complete(channel)) {
      onConnect.accept(channel);
    } else {
      channel.close();
    }
    progress.release();
  }

  private void failed(Route.Way way, Throwable cause) {
    failures.add(Words.connectFailure(way.first(), cause));
    if (failures.size() == route.ways().size()) {
      winner.completeExceptionally(cause);
    }
    progress.release();
  }

  private void awaitProgress() throws InterruptedException {
    long stagger = TimeUnit.MILLISECONDS.toNanos(STAGGER_MILLIS);
    boolean _ = progress.tryAcquire(Math.min(deadline.nanosLeft(), stagger), TimeUnit.NANOSECONDS);
  }

  private void abandonAllBut(Channel taken) {
    winner.cancel(false);
    started.stream().filter(channel -> !channel.equals(taken)).forEach(Channel::close);
  }

  private String timedOut() {
    List<String> whys = new ArrayList<>(failures);
    whys.add("no connection within " + deadline + " to " + addresses());
    return String.join("; ", whys);
  }

  private String addresses() {
    return String.join(", ", route.ways().stream().map(w -> Words.address(w.first())).toList());
  }
}
