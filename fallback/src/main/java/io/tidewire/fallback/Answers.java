package io.tidewire.fallback;

import io.tidewire.protocol.Headers;
import io.tidewire.server.HttpExchange;
import io.tidewire.server.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The whole responses, with the fields that the protocol asks for.
final class Answers {
  private final HttpExchange exchange;
  private final FallbackOptions options;
  private final Owner owner;

  Answers(HttpExchange exchange, FallbackOptions options) {
    this.exchange = exchange;
    this.options = options;
    owner = Owner.of(exchange.request().head());
  }

  HttpExchange exchange() {
    return exchange;
  }

  Owner owner() {
    return owner;
  }

  /// Whether the page may ask this, by this method. Otherwise answers, and so it does to what a
  /// browser asks beforehand.
  boolean admits(String method) {
    String asked = exchange.request().method();
    Optional<String> page = exchange.request().head().header("Origin");
    String host = exchange.request().head().header("Host").orElse("");
    if (page.isPresent() && !exchange.origins().allows(page.get(), host)) {
      plainWithout(403, "pages of this origin may not connect here\n");
    } else if (asked.equals("OPTIONS")) {
      preflight(method);
    } else if (!asked.equals(method)) {
      exchange.respond(
          HttpResponse.text(405, "use " + method + " here\n").with("Allow", method + ", OPTIONS"));
    } else {
      return true;
    }
    return false;
  }

  private void preflight(String method) {
    exchange.respond(
        HttpResponse.of(204, cors(), new byte[0])
            .with("Access-Control-Allow-Methods", "OPTIONS, " + method)
            .with("Access-Control-Max-Age", "31536000")
            .with("Cache-Control", "public, max-age=31536000")
            .with("Expires", inAYear()));
  }

  void greeting() {
    String asked = exchange.request().method();
    if (asked.equals("GET") || asked.equals("HEAD")) {
      exchange.respond(HttpResponse.text(200, "Welcome to SockJS!\n"));
    } else {
      exchange.respond(HttpResponse.text(405, "use GET here\n").with("Allow", "GET, HEAD"));
    }
  }

  void info(long entropy) {
    String json =
        "{\"websocket\":false,\"cookie_needed\":%b,\"origins\":[\"*:*\"],\"entropy\":%d}"
            .formatted(options.sessionCookie(), entropy);
    Headers fields = uncached().with("Content-Type", "application/json; charset=UTF-8");
    exchange.respond(HttpResponse.of(200, fields, json.getBytes(StandardCharsets.UTF_8)));
  }

  Visit visit(Style style) {
    return new Visit(style, exchange, cookie(uncached()));
  }

  void taken() {
    Headers fields = cookie(uncached()).with("Content-Type", "text/plain; charset=UTF-8");
    exchange.respond(HttpResponse.of(204, fields, new byte[0]));
  }

  void notFound() {
    plain(404, "there is nothing here, or the session has ended: begin a new one\n");
  }

  void mistake(String line) {
    plain(500, line + "\n");
  }

  void busy() {
    plain(503, "the messages before these are still waiting: send again later\n");
  }

  void full() {
    plain(503, "there are too many sessions: try again later\n");
  }

  void refuse(HttpResponse refusal) {
    exchange.respond(
        HttpResponse.of(refusal.status(), refusal.headers().withAll(cors()), refusal.body()));
  }

  void twoReceivers(Style style) {
    Visit visit = visit(style);
    visit.write(Session.TWO_RECEIVERS);
    visit.end();
  }

  void plain(int status, String line) {
    Headers fields = uncached().with("Content-Type", "text/plain; charset=UTF-8");
    exchange.respond(HttpResponse.of(status, fields, line.getBytes(StandardCharsets.UTF_8)));
  }

  private void plainWithout(int status, String line) {
    exchange.respond(HttpResponse.text(status, line));
  }

  private Headers uncached() {
    return cors()
        .with("Cache-Control", "no-store, no-cache, no-transform, must-revalidate, max-age=0");
  }

  // The origin has been checked.
  private Headers cors() {
    Headers asked = exchange.request().headers();
    Optional<String> page = asked.first("Origin");
    Headers fields = Headers.of("Access-Control-Allow-Origin", page.orElse("*"), "Vary", "Origin");
    if (page.isPresent()) {
      fields = fields.with("Access-Control-Allow-Credentials", "true");
    }
    Optional<String> wished =
        asked.first("Access-Control-Request-Headers").filter(names -> !names.isEmpty());
    return wished.isPresent() ? fields.with("Access-Control-Allow-Headers", wished.get()) : fields;
  }

  private Headers cookie(Headers fields) {
    if (!options.sessionCookie()) {
      return fields;
    }
    String value = exchange.request().head().cookie("JSESSIONID").orElse("dummy");
    return fields.with("Set-Cookie", "JSESSIONID=" + value + "; Path=/");
  }

  // RFC 9110 §5.6.7: IMF-fixdate
  private static String inAYear() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        ZonedDateTime.now(ZoneOffset.UTC).plusYears(1).withDayOfMonth(28));
  }
}
