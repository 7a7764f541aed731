package io.tidewire.connection;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.tidewire.BlockingHandler;
import io.tidewire.ClosedException;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.deflate.Budget;

/// Opens WebSocket connections, for the modules that do the opening handshake. All methods but
/// [#prepare] run on the wire's event loop; where that is a channel, after the handshake's last
/// byte was written or read and before the HTTP handlers are removed: what these still hold then
/// flows on into the connection.
public final class Connections {
  private static final AttributeKey<ReadBuffers> READ_BUFFERS =
      AttributeKey.valueOf(Connections.class, "readBuffers");

  private Connections() {}

  /// Sets up how a new channel reads, before it reads anything.
  public static void prepare(Channel channel) {
    ReadBuffers buffers = new ReadBuffers();
    channel.attr(READ_BUFFERS).set(buffers);
    channel.config().setRecvByteBufAllocator(buffers);
  }

  /// What the unfinished messages of a process may hold together. From any thread.
  public static Budget budget() {
    return MemoryBudget.PROCESS;
  }

  /// The connection's relay is no longer full.
  public static void readingMayGoOn(WebSocket carrying) {
    ((Connection) carrying).readingMayGoOn();
  }

  /// Opens a connection whose events go to `handler`; its `onOpen` is called from within.
  public static WebSocket open(Wire wire, Agreed agreed, WebSocketHandler handler) {
    return Connection.open(wire, agreed, handler);
  }

  /// As [#open(Wire, Agreed, WebSocketHandler)], over a channel.
  public static WebSocket open(Channel channel, Agreed agreed, WebSocketHandler handler) {
    return open(Wire.of(channel), agreed, handler);
  }

  /// Opens a connection over a channel whose messages are taken with [WebSocket#receive].
  public static WebSocket open(Channel channel, Agreed agreed) {
    return Connection.open(Wire.of(channel), agreed);
  }

  /// Opens a connection that `handler` serves on a virtual thread of its own.
  public static WebSocket serve(Wire wire, Agreed agreed, BlockingHandler handler) {
    Connection connection = Connection.open(wire, agreed);
    Thread.ofVirtual()
        .name("tidewire " + agreed.request().path())
        .start(() -> serve(connection, handler));
    return connection;
  }

  /// As [#serve(Wire, Agreed, BlockingHandler)], over a channel.
  public static WebSocket serve(Channel channel, Agreed agreed, BlockingHandler handler) {
    return serve(Wire.of(channel), agreed, handler);
  }

  private static void serve(Connection connection, BlockingHandler handler) {
    try {
      handler.serve(connection);
      connection.close();
    } catch (ClosedException e) {
      if (connection.isOpen()) {
        connection.handlerFailed(e); // It was about another connection.
      }
    } catch (Throwable failure) {
      connection.handlerFailed(failure);
    }
  }

  static void shareReads(Channel channel) {
    ReadBuffers buffers = channel.attr(READ_BUFFERS).get();
    if (buffers == null) {
      return; // An embedded channel, which reads nothing by itself.
    }
    if (channel.pipeline().get(SslHandler.class) != null) {
      buffers.tls();
    } else {
      buffers.share(Loop.of(channel.eventLoop()));
    }
  }
}
