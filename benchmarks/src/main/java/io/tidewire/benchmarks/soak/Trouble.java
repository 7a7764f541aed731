package io.tidewire.benchmarks.soak;

import io.tidewire.WebSocket;
import io.tidewire.testing.FaultyNetwork;
import io.tidewire.testing.FaultyNetwork.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Random;

/// What befalls a connection between two exchanges.
enum Trouble {
  NONE {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) {}
  },
  LATE {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) {
      network.suffer(Fault.late(Duration.ofMillis(random.nextInt(50))));
    }
  },
  TRICKLE {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) {
      network.suffer(Fault.trickle(Duration.ofMillis(1)));
    }
  },
  RESET {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) throws IOException {
      network.reset();
    }
  },
  RESET_AMID {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) {
      network.resetAfter(1 + random.nextInt(Talk.LARGEST));
    }
  },
  BLACK_HOLE {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) {
      network.suffer(Fault.BLACK_HOLE);
    }
  },
  STUCK {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) {
      network.sufferToClient(network.stuck());
    }
  },
  GARBLED {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) {
      network.suffer((bytes, length, to) -> {
        bytes[random.nextInt(length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        Fault.NONE.pass(bytes, length, to);
      });
    }
  },
  HALF_MESSAGE {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) throws IOException {
      OutputStream message = ws.sendBinaryStream();
      message.write(new byte[random.nextInt(Talk.LARGEST)]);
      message.flush();
      ws.abort();
    }
  },
  ABORT {
    @Override
    void strike(FaultyNetwork network, WebSocket ws, Random random) {
      ws.abort();
    }
  };

  /// Half of all connections have none.
  static Trouble any(Random random) {
    return random.nextBoolean() ? NONE : values()[random.nextInt(values().length)];
  }

  abstract void strike(FaultyNetwork network, WebSocket ws, Random random) throws IOException;

  /// Whether the connection must live on, and all messages come back as they were.
  boolean harmless() {
    return this == NONE || this == LATE || this == TRICKLE;
  }
}
