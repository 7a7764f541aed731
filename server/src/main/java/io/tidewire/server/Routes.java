package io.tidewire.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the route of a path. From left to right, a literal segment goes before a parameter.
/// Immutable once built.
final class Routes {
  private final Node root = new Node();

  /// @throws IllegalArgumentException when two routes match the same paths
  Routes(List<Route> routes) {
    routes.forEach(this::add);
  }

  /// @param parameters what the pattern's names stand for
  record Match(Route route, Map<String, String> parameters) {}

  Optional<Match> find(List<String> segments) {
    List<String> values = new ArrayList<>();
    Route route = root.find(segments, 0, values);
    return route == null ? Optional.empty() : Optional.of(match(route, values));
  }

  private void add(Route route) {
    Node node = root;
    for (RoutePattern.Segment segment : route.pattern().segments()) {
      node = node.child(segment);
    }
    if (node.route != null) {
      throw new IllegalArgumentException(
          "the route "
              + route.pattern().text()
              + " matches the same paths as "
              + node.route.pattern().text());
    }
    node.route = route;
  }

  private static Match match(Route route, List<String> values) {
    List<String> names = route.pattern().names();
    Map<String, String> parameters = LinkedHashMap.newLinkedHashMap(names.size());
    for (int i = 0; i < names.size(); i++) {
      parameters.put(names.get(i), values.get(i));
    }
    return new Match(route, Map.copyOf(parameters));
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    // Null when no pattern has a parameter here.
    private Node parameter;
    // Null when no pattern ends here.
    private Route route;

    Node child(RoutePattern.Segment segment) {
      if (!segment.parameter()) {
        return literals.computeIfAbsent(segment.text(), _ -> new Node());
      }
      if (parameter == null) {
        parameter = new Node();
      }
      return parameter;
    }

    /// The route, or null; `values` gets what its parameters stand for.
    Route find(List<String> segments, int at, List<String> values) {
      if (at == segments.size()) {
        return route;
      }
      String segment = segments.get(at);
      Node literal = literals.get(segment);
      Route found = literal == null ? null : literal.find(segments, at + 1, values);
      if (found != null || parameter == null || segment.isEmpty()) {
        return found;
      }
      values.add(segment);
      found = parameter.find(segments, at + 1, values);
      if (found == null) {
        values.removeLast();
      }
      return found;
    }
  }
}
