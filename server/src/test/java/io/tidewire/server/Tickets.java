package io.tidewire.server;

import io.tidewire.HandshakeRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tickets for browsers, which cannot set `Authorization` on a handshake: the page asks for one
/// over HTTP, where it can, and spends it on the handshake. As in `docs/authentication.md`.
final class Tickets {
  private static final Duration VALID = Duration.ofSeconds(30);

  private record Ticket(String user, Instant end) {}

  private final Map<String, Ticket> issued = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;

  Tickets(InstantSource clock) {
    this.clock = clock;
  }

  /// A ticket for one handshake in the next 30 seconds.
  String issue(String user) {
    Instant now = clock.instant();
    issued.values().removeIf(ticket -> ticket.end().isBefore(now));
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    issued.put(ticket, new Ticket(user, now.plus(VALID)));
    return ticket;
  }

  /// The policy of the handshake.
  HandshakeDecision decide(HandshakeRequest request) {
    return ticket(request)
        .flatMap(this::spend)
        .<HandshakeDecision>map(user -> HandshakeDecision.accept().attribute("user", user))
        .orElseGet(() -> HandshakeDecision.refuse(401, "get a ticket first: POST /ticket"));
  }

  private static Optional<String> ticket(HandshakeRequest request) {
    return request.subprotocols().stream()
        .filter(name -> name.startsWith("ticket."))
        .map(name -> name.substring("ticket.".length()))
        .findFirst()
        .or(() -> request.queryParameter("ticket"));
  }

  private Optional<String> spend(String ticket) {
    return Optional.ofNullable(issued.remove(ticket))
        .filter(found -> !found.end().isBefore(clock.instant()))
        .map(Ticket::user);
  }
}
