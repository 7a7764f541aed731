package io.tidewire.server;

import java.util.Optional;

/// What all connections of a server share.
///
/// @param traffic empty where bytes are not counted
record Service(
    ServerLimits limits,
    TrustedProxies proxies,
    Application application,
    OpenConnections connections,
    Admission admission,
    Tally tally,
    Optional<TrafficCounter> traffic) {

  static Service of(
      ServerLimits limits,
      TrustedProxies proxies,
      Application application,
      OpenConnections connections) {
    Tally tally = new Tally();
    Admission admission = new Admission(limits, tally, System::nanoTime);
    return new Service(
        limits, proxies, application, connections, admission, tally, Optional.empty());
  }

  /// Counts the bytes of each connection too.
  Service countingTraffic() {
    Optional<TrafficCounter> counter = Optional.of(new TrafficCounter(tally));
    return new Service(limits, proxies, application, connections, admission, tally, counter);
  }

  ServerFigures figures() {
    return tally.figures(admission.connections(), connections.webSockets().size());
  }
}
