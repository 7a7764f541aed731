package io.tidewire.fallback;

/// Where a session can be found.
interface Register {
  void opened(Session session);

  void forgotten(Session session);
}
