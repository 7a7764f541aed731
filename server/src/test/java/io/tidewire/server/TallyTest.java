package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocketOptions;
import io.tidewire.connection.Bound;
import io.tidewire.protocol.Limits;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void eachBoundHasAFigureOfItsOwn() {
    Tally tally = new Tally();
    int times = 0;
    for (Bound bound : Bound.values()) {
      times++;
      for (int i = 0; i < times; i++) {
        tally.ended(bound);
      }
    }
    assertThat(tally.figures(0, 0).ended()).isEqualTo(new ServerFigures.Ended(1, 2, 3, 4, 5, 6, 7));
  }

  @Test
  void aServerCountsThoseOfItsConnections() throws Exception {
    WebSocketOptions strict =
        WebSocketOptions.DEFAULTS.withControlFrames(1).withLimits(new Limits(100, 100, 10));
    try (WebSocketServer server = Servers.echo().options(strict).start()) {
      try (RawClient flood = RawClient.connect(server)) {
        flood.upgrade("/echo");
        for (int i = 0; i < 11; i++) {
          flood.send(RawClient.frame(0x89, new byte[0]));
        }
        flood.rest();
      }
      try (RawClient huge = RawClient.connect(server)) {
        huge.upgrade("/echo");
        assertThat(huge.send(RawClient.frame(0x82, new byte[101])).frame())
            .startsWith("close 1009 ");
      }
      Servers.await(() -> server.figures().webSockets() == 0);
      assertThat(server.figures().ended()).isEqualTo(new ServerFigures.Ended(1, 1, 0, 0, 0, 0, 0));
    }
  }
}
