package io.tidewire.benchmarks.servers;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Vert.x, on its native transport and OpenSSL engine.
final class Vertx implements EchoServer {
  private final Set<ServerWebSocket> everyone = ConcurrentHashMap.newKeySet();
  private volatile int port;

  @Override
  public int start(Setup setup) throws Exception {
    HttpServerOptions options = options(setup);
    io.vertx.core.Vertx.vertx(
            new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(setup.threads()))
        .deployVerticle(
            () -> new Verticle(options), new DeploymentOptions().setInstances(setup.threads()))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    return port;
  }

  private static HttpServerOptions options(Setup setup) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(Setup.HOST)
            .setPort(setup.port())
            .setAcceptBacklog(4096)
            .setMaxWebSocketFrameSize(LARGEST_MESSAGE)
            .setMaxWebSocketMessageSize(LARGEST_MESSAGE)
            .setPerMessageWebSocketCompressionSupported(setup.compress())
            .setPerFrameWebSocketCompressionSupported(false)
            .setWebSocketCompressionLevel(COMPRESSION_LEVEL);
    if (setup.tls()) {
      options
          .setSsl(true)
          .setKeyCertOptions(KeyCertOptions.wrap(SelfSigned.keys()))
          .setSslEngineOptions(new OpenSSLEngineOptions());
    }
    return options;
  }

  private void open(ServerWebSocket ws) {
    if (ws.path().equals(BROADCAST)) {
      everyone.add(ws);
      ws.closeHandler(closed -> everyone.remove(ws));
      ws.textMessageHandler(text -> everyone.forEach(one -> one.writeTextMessage(text)));
      ws.binaryMessageHandler(bytes -> everyone.forEach(one -> one.writeBinaryMessage(bytes)));
    } else {
      ws.textMessageHandler(ws::writeTextMessage);
      ws.binaryMessageHandler(ws::writeBinaryMessage);
    }
  }

  private final class Verticle extends AbstractVerticle {
    private final HttpServerOptions options;

    Verticle(HttpServerOptions options) {
      this.options = options;
    }

    @Override
    public void start(io.vertx.core.Promise<Void> started) {
      vertx
          .createHttpServer(options)
          .webSocketHandler(Vertx.this::open)
          .listen()
          .map(HttpServer::actualPort)
          .onSuccess(actual -> port = actual)
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }
}
