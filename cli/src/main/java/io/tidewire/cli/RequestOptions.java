package io.tidewire.cli;

import io.tidewire.protocol.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What a command that connects tells the server.
class RequestOptions {
  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "Send this header field; repeatable.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-s", "--subprotocol"},
      paramLabel = "NAME",
      split = ",",
      description = "Offer this subprotocol; repeatable, the preferred one first.")
  private List<String> subprotocols = new ArrayList<>();

  @Option(
      names = {"-o", "--origin"},
      paramLabel = "ORIGIN",
      description = "Pose as a page of this origin, such as https://example.com.")
  private String origin;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER:PASSWORD",
      description = "Send these credentials (Basic authentication).")
  private String user;

  @Option(names = "--bearer", paramLabel = "TOKEN", description = "Send this token.")
  private String bearer;

  String[] subprotocols() {
    return subprotocols.toArray(String[]::new);
  }

  /// The fields to add, with the credentials among them.
  ///
  /// @throws IllegalArgumentException when an option has no valid value
  Headers headers() {
    Headers all = Headers.EMPTY;
    for (String header : headers) {
      all = withLine(all, header);
    }
    if (origin != null) {
      all = all.with("Origin", origin);
    }
    Optional<String> credentials = credentials();
    return credentials.isPresent() ? with(all, "Authorization", credentials.get()) : all;
  }

  private static Headers withLine(Headers headers, String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a header is written 'Name: value', not '" + line + "'");
    }
    return with(headers, line.substring(0, colon).trim(), line.substring(colon + 1).trim());
  }

  /// Keeps credentials out of the message.
  private static Headers with(Headers headers, String name, String value) {
    try {
      return headers.with(name, value);
    } catch (IllegalArgumentException e) {
      throw name.equalsIgnoreCase("Authorization")
          ? new IllegalArgumentException("credentials are one line of Latin-1 text")
          : e;
    }
  }

  private Optional<String> credentials() {
    if (user != null && bearer != null) {
      throw new IllegalArgumentException("--user and --bearer do not go together");
    }
    if (user != null && user.indexOf(':') < 0) {
      throw new IllegalArgumentException("--user takes a name and a password: USER:PASSWORD");
    }
    return Optional.ofNullable(user)
        .map(RequestOptions::basic)
        .or(() -> Optional.ofNullable(bearer).map(token -> "Bearer " + token));
  }

  /// RFC 7617 §2.
  private static String basic(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
