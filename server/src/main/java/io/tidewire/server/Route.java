package io.tidewire.server;

import java.util.List;
import java.util.Optional;

/// Where WebSocket is spoken, and what serves it there.
///
/// @param subprotocols those spoken here; empty for the server's
/// @param annex serves plain HTTP here; empty where nothing of a route's own does
/// @param tail how many segments at the pattern's end are the annex's, which the application does
///   not see
record Route(
    RoutePattern pattern,
    Opening opening,
    List<String> subprotocols,
    Optional<Annex> annex,
    int tail) {

  Route(RoutePattern pattern, Opening opening, List<String> subprotocols) {
    this(pattern, opening, subprotocols, Optional.empty(), 0);
  }

  /// The names of the parameters that are not the annex's.
  List<String> ownNames() {
    List<String> names = pattern.names();
    return names.stream().filter(name -> tail == 0 || !name.matches("_[1-3]")).toList();
  }

  /// This route with an annex, and what lies below it.
  List<Route> with(Annex annex) {
    return List.of(
        below(annex, "", 0),
        below(annex, "/", 1),
        below(annex, "/{_1}", 1),
        below(annex, "/{_1}/{_2}/{_3}", 3));
  }

  /// What a handshake here leads to; empty where WebSocket is not spoken.
  Optional<Opening> opening(Target target) {
    return tail == 0
        ? Optional.of(opening)
        : annex.flatMap(it -> it.socket(target.last(tail), opening));
  }

  private Route below(Annex annex, String tail, int segments) {
    RoutePattern all = RoutePattern.parse(pattern.text() + tail);
    return new Route(all, opening, subprotocols, Optional.of(annex), segments);
  }
}
