package io.tidewire.benchmarks.servers;

import io.helidon.webserver.websocket.WsRouting;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.tidewire.server.WebSocketServer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/// Who is measured.
public enum Contestant {
  /// The floor of an echo.
  NETTY_TCP("bare Netty TCP echo", "", EpollIoHandler.class, BareNetty::new),
  /// The floor of a broadcast.
  BARE_BROADCAST("one socket write a delivery", "", EpollIoHandler.class, BareBroadcast::new),
  TIDEWIRE("Tidewire, event style", "BoringSSL", WebSocketServer.class, Tidewire::eventStyle),
  TIDEWIRE_BLOCKING(
      "Tidewire, blocking style", "BoringSSL", WebSocketServer.class, Tidewire::blockingStyle),
  NETTY("Netty's WebSocket stack", "BoringSSL", WebSocketFrame.class, NettyWebSocket::new),
  VERTX("Vert.x", "BoringSSL", io.vertx.core.Vertx.class, Vertx::new),
  JETTY("Jetty", "JDK", WebSocketUpgradeHandler.class, Jetty::new),
  UNDERTOW("Undertow", "JDK", io.undertow.Undertow.class, Undertow::new),
  HELIDON("Helidon", "JDK", WsRouting.class, Helidon::new),
  JAVA_WEBSOCKET("Java-WebSocket", "JDK", org.java_websocket.WebSocket.class, JavaWebSocket::new);

  private static final Pattern VERSION = Pattern.compile("-(\\d.*?)\\.jar$");

  private final String title;
  private final String tls;
  private final Class<?> library;

  @SuppressWarnings("ImmutableEnumChecker") // constructor references
  private final Supplier<EchoServer> server;

  Contestant(String title, String tls, Class<?> library, Supplier<EchoServer> server) {
    this.title = title;
    this.tls = tls;
    this.library = library;
    this.server = server;
  }

  /// Of that [#id].
  public static Contestant of(String id) {
    return Arrays.stream(values())
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no contestant " + id + ", but " + ids()));
  }

  private static String ids() {
    return Arrays.stream(values()).map(Contestant::id).collect(Collectors.joining(", "));
  }

  /// The name on command lines, such as `java-websocket`.
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// For people.
  public String title() {
    return title;
  }

  /// Whose TLS it speaks.
  public String tls() {
    return tls;
  }

  /// The version of its library, where it comes from a jar that says so.
  public Optional<String> version() {
    Matcher jar =
        VERSION.matcher(library.getProtectionDomain().getCodeSource().getLocation().getPath());
    return jar.find() ? Optional.of(jar.group(1)) : Optional.empty();
  }

  EchoServer server() {
    return server.get();
  }
}
