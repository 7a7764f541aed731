package io.tidewire.benchmarks.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/// A peer that does not keep to the rules, on a bare socket.
enum Rude {
  SAYS_NOTHING {
    @Override
    byte[] bytes(Random random) {
      return new byte[0];
    }
  },
  SENDS_NOISE {
    @Override
    byte[] bytes(Random random) {
      byte[] noise = new byte[1 + random.nextInt(40_000)];
      random.nextBytes(noise);
      return noise;
    }
  },
  BEGINS_A_HEAD {
    @Override
    byte[] bytes(Random random) {
      String head = head("/event");
      return head.substring(0, random.nextInt(head.length())).getBytes(US_ASCII);
    }
  },
  SENDS_A_LARGE_HEAD {
    @Override
    byte[] bytes(Random random) {
      return ("GET /event HTTP/1.1\r\nHost: localhost\r\nCookie: " + "c".repeat(40_000))
          .getBytes(US_ASCII);
    }
  },
  ASKS_FOR_WHAT_IS_NOT_THERE {
    @Override
    byte[] bytes(Random random) {
      return head("/nowhere").getBytes(US_ASCII);
    }
  },
  COMES_FROM_A_FOREIGN_PAGE {
    @Override
    byte[] bytes(Random random) {
      return head("/event")
          .replace("\r\n\r\n", "\r\nOrigin: http://example.com\r\n\r\n")
          .getBytes(US_ASCII);
    }
  },
  FLOODS_WITH_PINGS {
    @Override
    byte[] bytes(Random random) {
      return afterHandshake("/event", "\u0089\u0080\0\0\0\0".repeat(2_000));
    }
  },
  DOES_NOT_MASK {
    @Override
    byte[] bytes(Random random) {
      return afterHandshake("/event", "\u0081\u0002hi");
    }
  },
  BEGINS_A_MESSAGE {
    @Override
    byte[] bytes(Random random) {
      // 65,535 bytes are promised.
      String begun = "x".repeat(random.nextInt(60_000));
      return afterHandshake("/event", "\u0082\u00fe\u00ff\u00ff\0\0\0\0" + begun);
    }
  },
  ENDS_WITHOUT_A_CLOSE_FRAME {
    @Override
    byte[] bytes(Random random) {
      return afterHandshake("/blocking", "\u0082\u0080\0\0\0\0");
    }
  },
  READS_SLOWLY {
    @Override
    byte[] bytes(Random random) {
      return afterHandshake(random.nextBoolean() ? "/flood" : "/burst", "");
    }
  };

  private static final int READS = 60;
  private static final int READ = 256;
  private static final int BETWEEN_READS = 100;
  private static final int RECEIVE_BUFFER = 4096;

  private static String head(String path) {
    return """
    GET %s HTTP/1.1
    Host: localhost
    Connection: Upgrade
    Upgrade: websocket
    Sec-WebSocket-Version: 13
    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

    """
        .formatted(path)
        .replace("\n", "\r\n");
  }

  /// @param latin1 a byte a character
  private static byte[] afterHandshake(String path, String latin1) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head(path).getBytes(US_ASCII));
    latin1.chars().forEach(all::write);
    return all.toByteArray();
  }

  // Those that also go where TLS is spoken, and do not speak it.
  private static final Set<Rude> WITHOUT_TLS = EnumSet.of(SAYS_NOTHING, SENDS_NOISE);

  abstract byte[] bytes(Random random);

  /// Connects, says its bytes, and reads until the server or its own patience ends it.
  static void visit(Crowd crowd, Addresses server, Random random) throws InterruptedException {
    Rude rude = values()[random.nextInt(values().length)];
    boolean tls = WITHOUT_TLS.contains(rude) && random.nextBoolean();
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.setSoTimeout((int) Soak.PATIENCE.toMillis() * 2);
      socket.connect(server.address(tls));
      socket.getOutputStream().write(rude.bytes(random));
      rude.read(socket.getInputStream());
      if (random.nextBoolean()) {
        socket.setSoLinger(true, 0); // ends with RST
      }
    } catch (SocketTimeoutException e) {
      rude.requireAnEnd(crowd, server);
    } catch (SocketException e) {
      // The server has reset it, or does not listen any more.
    } catch (IOException e) {
      crowd.tally().mistake(rude + ": " + e);
    }
    crowd.tally().count("rude: " + rude);
  }

  private void read(InputStream input) throws IOException, InterruptedException {
    if (this != READS_SLOWLY) {
      long _ = input.skip(Long.MAX_VALUE);
      return;
    }
    for (int i = 0; i < READS && input.read(new byte[READ]) >= 0; i++) {
      Thread.sleep(BETWEEN_READS);
    }
  }

  // Whoever has opened no WebSocket is not waited for; one that is open is pinged, and given up.
  private void requireAnEnd(Crowd crowd, Addresses server) {
    if (crowd.at(server)) {
      crowd.tally().mistake(this + " was let wait");
    }
  }
}
