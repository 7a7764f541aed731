package io.tidewire.fallback;

import io.tidewire.HandshakeRequest;
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
    if (!admitsPage()) {
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

  private boolean admitsPage() {
    HandshakeRequest head = exchange.request().head();
    Optional<String> page = head.header("Origin");
    if (page.isEmpty()
        && head.header("Sec-Fetch-Site").orElse("").matches("cross-site|same-site")) {
      page = Optional.of("null"); // a page, and not ours: a frame's GET does not say which
    }
    return page.isEmpty() || exchange.origins().allows(page.get(), head.header("Host").orElse(""));
  }

  /// As [#admits], where the browser says nothing of the page.
  boolean admitsScript() {
    return exchange.request().method().equals("GET") || admits("GET");
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
        "{\"websocket\":%b,\"cookie_needed\":%b,\"origins\":[\"*:*\"],\"entropy\":%d}"
            .formatted(options.webSocket(), options.sessionCookie(), entropy);
    Headers fields = uncached().with("Content-Type", "application/json; charset=UTF-8");
    exchange.respond(HttpResponse.of(200, fields, json.getBytes(StandardCharsets.UTF_8)));
  }

  void frame(FramePage page) {
    Headers fields =
        FramePage.guard(exchange.origins())
            .with("ETag", page.tag())
            .with("Cache-Control", "public, max-age=31536000")
            .with("Expires", inAYear());
    // RFC 9110 §13.1.2, where the browser has it already
    if (exchange.request().headers().tokens("If-None-Match").contains(page.tag())) {
      exchange.respond(HttpResponse.of(304, fields, new byte[0]));
    } else {
      Headers typed = fields.with("Content-Type", "text/html; charset=UTF-8");
      exchange.respond(HttpResponse.of(200, typed, page.html().getBytes(StandardCharsets.UTF_8)));
    }
  }

  /// At a WebSocket's place, to who does not ask for one.
  void noHandshake() {
    if (exchange.request().method().equals("GET")) {
      bad("Can \"Upgrade\" only to \"WebSocket\".");
    } else {
      exchange.respond(HttpResponse.of(405, Headers.of("Allow", "GET"), new byte[0]));
    }
  }

  Visit visit(Style style) {
    Headers fields = cookie(uncached());
    if (style == Style.JSONP) {
      fields = fields.with("X-Content-Type-Options", "nosniff");
    }
    return new HttpVisit(style, callback(), exchange, fields);
  }

  /// The script that is to get the frames; empty where none is named.
  String callback() {
    return exchange
        .request()
        .queryParameter("c")
        .or(() -> exchange.request().queryParameter("callback"))
        .orElse("");
  }

  void receipt(Inflow.Receipt receipt) {
    switch (receipt) {
      case TAKEN -> taken();
      case BUSY -> plain(503, "the messages before these are still waiting: send again later\n");
      case GAP -> plain(409, "messages are missing before these: send those first\n");
      case TOO_BIG -> plain(413, "a message is over the limit\n");
      case GONE -> notFound();
    }
  }

  /// As [#receipt], to a form in a frame.
  void formReceipt(Inflow.Receipt receipt) {
    if (receipt == Inflow.Receipt.TAKEN) {
      Headers fields = cookie(uncached()).with("Content-Type", "text/plain; charset=UTF-8");
      exchange.respond(HttpResponse.of(200, fields, "ok".getBytes(StandardCharsets.UTF_8)));
    } else {
      receipt(receipt);
    }
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

  void bad(String line) {
    plain(400, line + "\n");
  }

  void full() {
    plain(503, "there are too many sessions: try again later\n");
  }

  void refuse(HttpResponse refusal) {
    exchange.respond(
        HttpResponse.of(refusal.status(), refusal.headers().withAll(cors()), refusal.body()));
  }

  /// The one frame that there is to say.
  void frame(Style style, String frame) {
    Visit visit = visit(style);
    visit.write(frame);
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
