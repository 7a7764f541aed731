package io.tidewire.cli;

import io.tidewire.HandshakeRequest;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.WebSocketHandler;
import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Headers;
import io.tidewire.server.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// The latest handshakes that a console page asked for, so that it can show what browsers hide from
/// scripts. The page names its handshake by a token in the query, `console=TOKEN`, which only it
/// knows. Safe for any thread.
final class RecordedHandshakes {
  static final int CAPACITY = 256;
  static final Duration KEPT = Duration.ofSeconds(60);

  private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{16,64}");

  private record Entry(HandshakeRecord handshake, Instant end) {}

  private final InstantSource clock;
  // By token, the oldest first; guarded by this.
  private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();

  RecordedHandshakes(InstantSource clock) {
    this.clock = clock;
  }

  /// The handler, whose connections are recorded.
  WebSocketHandler recording(WebSocketHandler handler) {
    return new WebSocketHandler() {
      @Override
      public void onOpen(WebSocket ws) throws Exception {
        token(ws.request()).ifPresent(token -> keep(token, HandshakeRecord.of(ws)));
        handler.onOpen(ws);
      }

      @Override
      public void onMessage(WebSocket ws, Message message) throws Exception {
        handler.onMessage(ws, message);
      }

      @Override
      public void onClose(WebSocket ws, CloseReason reason) throws Exception {
        handler.onClose(ws, reason);
      }
    };
  }

  /// The handshake of this token as JSON, or 404.
  HttpResponse answer(String token) {
    return find(token)
        .map(RecordedHandshakes::json)
        .orElseGet(() -> HttpResponse.text(404, "no handshake of this token is known\n"))
        .with("Cache-Control", "no-store");
  }

  private static HttpResponse json(HandshakeRecord handshake) {
    byte[] body = handshake.toJson().getBytes(StandardCharsets.UTF_8);
    return HttpResponse.of(200, Headers.of("Content-Type", "application/json"), body);
  }

  private static Optional<String> token(HandshakeRequest request) {
    return request.queryParameter("console").filter(token -> TOKEN.matcher(token).matches());
  }

  synchronized void keep(String token, HandshakeRecord handshake) {
    Instant now = clock.instant();
    entries.values().removeIf(entry -> entry.end.isBefore(now));
    if (entries.size() == CAPACITY) {
      entries.pollFirstEntry();
    }
    entries.put(token, new Entry(handshake, now.plus(KEPT)));
  }

  synchronized Optional<HandshakeRecord> find(String token) {
    return Optional.ofNullable(entries.get(token))
        .filter(entry -> !entry.end.isBefore(clock.instant()))
        .map(Entry::handshake);
  }
}
