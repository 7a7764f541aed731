/// The load generator behind `tidewire bench`, for the command and for the project's benchmarks.
// HdrHistogram is not a module of its own yet.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.tidewire.load {
  requires transitive io.tidewire.client;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.codec.http;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires HdrHistogram;
  requires java.management;
  requires jdk.management;

  exports io.tidewire.load;
}
