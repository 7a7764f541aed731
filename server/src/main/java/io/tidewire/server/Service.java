package io.tidewire.server;

/// What all connections of a server share.
record Service(
    ServerLimits limits,
    TrustedProxies proxies,
    Application application,
    OpenConnections connections,
    Admission admission,
    Tally tally) {

  static Service of(
      ServerLimits limits,
      TrustedProxies proxies,
      Application application,
      OpenConnections connections) {
    Tally tally = new Tally();
    Admission admission = new Admission(limits, tally, System::nanoTime);
    return new Service(limits, proxies, application, connections, admission, tally);
  }

  ServerFigures figures() {
    return tally.figures(admission.connections(), connections.webSockets().size());
  }
}
