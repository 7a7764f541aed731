package io.tidewire.fallback;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All sessions of one route, counted before they open. Safe for any thread.
final class Sessions {
  /// What became of a wish for a place.
  enum Place {
    GRANTED,
    TAKEN,
    FULL
  }

  private final FallbackOptions options;
  private final Map<String, Session> open = new ConcurrentHashMap<>();
  // guarded by this: who has a place, opened or about to, and how many each address has
  private final Map<String, Optional<InetAddress>> places = new HashMap<>();
  private final Map<Optional<InetAddress>, Integer> perAddress = new HashMap<>();

  Sessions(FallbackOptions options) {
    this.options = options;
  }

  Optional<Session> find(String id) {
    return Optional.ofNullable(open.get(id));
  }

  synchronized Place reserve(String id, Owner owner) {
    if (places.containsKey(id)) {
      return Place.TAKEN;
    }
    int siblings = perAddress.getOrDefault(owner.address(), 0);
    if (places.size() >= options.maxSessions() || siblings >= options.maxSessionsPerAddress()) {
      return Place.FULL;
    }
    places.put(id, owner.address());
    perAddress.put(owner.address(), siblings + 1);
    return Place.GRANTED;
  }

  /// For a session that has a place.
  Register register(String id) {
    return new Register() {
      @Override
      public void opened(Session session) {
        open.put(id, session);
      }

      @Override
      public void forgotten(Session session) {
        release(id, Optional.of(session));
      }
    };
  }

  /// Gives a place back. A second time it changes nothing.
  synchronized void release(String id, Optional<Session> session) {
    if (!Optional.ofNullable(open.get(id)).equals(session)) {
      return;
    }
    open.remove(id);
    Optional<InetAddress> address = places.remove(id);
    if (address != null) {
      perAddress.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
    }
  }
}
