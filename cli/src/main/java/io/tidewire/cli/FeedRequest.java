package io.tidewire.cli;

import io.tidewire.HandshakeRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a visitor of [CompareFeed] asks for in its query.
///
/// @param id by which it starts the feed later: a random number, which nobody else knows
record FeedRequest(String id, FeedPlan plan) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{16,64}");

  /// @throws IllegalArgumentException when it is none
  FeedRequest {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id has to be of 16 to 64 hex digits");
    }
  }

  /// @throws IllegalArgumentException when something is missing, or too small or too large
  static FeedRequest of(HandshakeRequest request) {
    return new FeedRequest(
        request.queryParameter("id").orElse(""),
        new FeedPlan(number(request, "rate"), number(request, "bytes"), number(request, "count")));
  }

  // What is no number of a sensible length is 0, which no bound allows.
  private static int number(HandshakeRequest request, String name) {
    Optional<String> value = request.queryParameter(name);
    return value.filter(digits -> digits.matches("\\d{1,9}")).map(Integer::parseInt).orElse(0);
  }

  String asQuery() {
    return "id=%s&rate=%d&bytes=%d&count=%d".formatted(id, plan.rate(), plan.bytes(), plan.count());
  }
}
