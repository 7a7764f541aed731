package io.tidewire.benchmarks;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Threads as event loops have them: on others Netty does not use its objects again, and each write
/// would cost 64 bytes.
public final class NettyThreads extends ThreadPoolExecutor {
  /// Called by JMH, where `jmh.executor.class` names this class.
  public NettyThreads(int threads, String name) {
    super(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        new DefaultThreadFactory(name, true));
  }
}
