package io.tidewire.fallback;

import io.tidewire.server.HttpRequest;
import java.util.Optional;
import java.util.OptionalLong;

/// What a request says by our extension of SockJS, with `tidewire=1` in its query: how many
/// messages its client has had, and how many it has sent before. So neither is one lost nor does
/// one come twice when a request is cut and made again.
///
/// @param extended whether the client speaks it
record Terms(boolean extended, OptionalLong after, OptionalLong from) {

  /// Empty when the query is malformed.
  static Optional<Terms> of(HttpRequest request) {
    if (!request.queryParameter("tidewire").equals(Optional.of("1"))) {
      return Optional.of(new Terms(false, OptionalLong.empty(), OptionalLong.empty()));
    }
    try {
      return Optional.of(new Terms(true, count(request, "after"), count(request, "from")));
    } catch (NumberFormatException malformed) {
      return Optional.empty();
    }
  }

  private static OptionalLong count(HttpRequest request, String name) {
    Optional<String> text = request.queryParameter(name);
    if (text.isPresent() && !text.get().matches("[0-9]{1,18}")) {
      throw new NumberFormatException(text.get());
    }
    return text.map(digits -> OptionalLong.of(Long.parseLong(digits))).orElse(OptionalLong.empty());
  }
}
