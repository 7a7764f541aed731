package io.tidewire.cli;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `tidewire serve` on a port that was free.
final class Served implements AutoCloseable {
  private static final Pattern ECHO = Pattern.compile("(wss?://localhost:(\\d+))/echo");

  private final Cli.Running running;
  private final String base;
  private final int port;

  private Served(Cli.Running running, String base, int port) {
    this.running = running;
    this.base = base;
    this.port = port;
  }

  static Served start(String... options) throws IOException {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "serve";
    arguments[1] = "--port";
    arguments[2] = "0";
    System.arraycopy(options, 0, arguments, 3, options.length);
    Cli.Running running = Cli.start(arguments);
    Matcher echo = ECHO.matcher(running.out("/echo"));
    if (!echo.find()) {
      throw new AssertionError("it does not say where /echo is");
    }
    return new Served(running, echo.group(1), Integer.parseInt(echo.group(2)));
  }

  Cli.Running running() {
    return running;
  }

  int port() {
    return port;
  }

  /// Such as `ws://localhost:49152/echo`.
  String ws(String path) {
    return base + path;
  }

  /// Such as `http://localhost:49152/`.
  String http(String path) {
    return base.replaceFirst("ws", "http") + path;
  }

  @Override
  public void close() {
    running.close();
  }
}
