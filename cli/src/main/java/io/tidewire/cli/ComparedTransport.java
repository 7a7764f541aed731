package io.tidewire.cli;

import java.io.IOException;
import java.time.Duration;

/// What is compared, in the order in which it has its turn.
enum ComparedTransport {
  WEBSOCKET("WebSocket"),
  EVENTS("server-sent events"),
  LONG_POLLING("long polling"),
  JSONP("JSONP"),
  SHORT_POLLING("short polling");

  final String title;

  ComparedTransport(String title) {
    this.title = title;
  }

  /// Opens a feed.
  ///
  /// @param poll how often short polling asks
  Delivery open(ComparedServer server, FeedRequest feed, Duration poll)
      throws IOException, InterruptedException {
    return switch (this) {
      case WEBSOCKET -> new WebSocketDelivery(server, feed);
      case EVENTS -> new EventsDelivery(server, feed);
      case LONG_POLLING -> PollingDelivery.waiting(server, feed);
      case JSONP -> PollingDelivery.scripts(server, feed);
      case SHORT_POLLING -> PollingDelivery.every(poll, server, feed);
    };
  }
}
