package io.tidewire.benchmarks.soak;

import io.tidewire.ClosedException;
import io.tidewire.HandshakeException;
import io.tidewire.Message;
import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import io.tidewire.testing.FaultyNetwork;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;

/// One connection by way of a network of its own: messages that come back, some trouble, more
/// messages, the end.
final class Talk {
  static final int LARGEST = 128 << 10;

  // What trickles has to come through before the round is over.
  private static final int LARGEST_THAT_TRICKLES = 300;

  // Less than two ends and their kernel hold, for an echo that nobody takes holds up the sender.
  private static final int IN_FLIGHT = 128 << 10;
  private static final int EXCHANGES = 8;
  private static final int PAUSE_MILLIS = 400;
  private static final String[] PATHS = {"/event", "/blocking", "/stream"};

  private final Crowd crowd;
  private final Random random;
  private final Trouble trouble;

  Talk(Crowd crowd, Random random) {
    this.crowd = crowd;
    this.random = random;
    this.trouble = Trouble.any(random);
  }

  void run(Addresses server) throws IOException, InterruptedException {
    String scheme = random.nextInt(3) == 0 ? "wss" : "ws";
    URI uri = server.uri(scheme, PATHS[random.nextInt(PATHS.length)]);
    try (FaultyNetwork network = FaultyNetwork.to(uri)) {
      talk(crowd.client(random), network, network.through(uri));
    } catch (ClosedException | HandshakeException | IOException e) {
      requireTrouble(server, uri, e);
    }
    crowd.tally().count("trouble: " + trouble);
  }

  private void requireTrouble(Addresses server, URI uri, Exception end) {
    if (trouble.harmless() && crowd.at(server)) {
      crowd.tally().mistake(uri + " ended in trouble " + trouble + ": " + end);
    }
  }

  private void talk(WebSocketClient client, FaultyNetwork network, URI uri)
      throws IOException, InterruptedException {
    Mail mail = random.nextBoolean() ? new Mail() : null;
    WebSocket ws = mail == null ? client.connect(uri) : client.connect(uri, mail);
    crowd.tally().count("connections");
    try {
      exchangeSome(ws, mail, LARGEST);
      trouble.strike(network, ws, random);
      exchangeSome(ws, mail, trouble == Trouble.TRICKLE ? LARGEST_THAT_TRICKLES : LARGEST);
      ws.close();
    } finally {
      ws.abort();
    }
  }

  private void exchangeSome(WebSocket ws, Mail mail, int largest)
      throws IOException, InterruptedException {
    for (int i = random.nextInt(EXCHANGES); i > 0; i--) {
      exchange(ws, mail, largest);
      Thread.sleep(random.nextInt(PAUSE_MILLIS));
    }
  }

  private void exchange(WebSocket ws, Mail mail, int largest)
      throws IOException, InterruptedException {
    Queue<Parcel> sent = new ArrayDeque<>();
    int bytes = 0;
    do {
      Parcel parcel = Parcel.any(largest, random);
      parcel.send(ws, random);
      sent.add(parcel);
      bytes += parcel.bytes().length;
    } while (bytes + largest <= IN_FLIGHT && random.nextInt(4) > 0);
    if (random.nextInt(10) == 0) {
      var _ = ws.ping();
    }
    for (Parcel parcel : sent) {
      check(parcel, mail == null ? ws.receive() : mail.next(ws));
    }
  }

  private void check(Parcel sent, Message echo) throws IOException {
    if (sent.is(echo)) {
      crowd.tally().count("messages");
    } else if (trouble == Trouble.GARBLED) {
      throw new IOException("garbled");
    } else {
      crowd.tally().mistake("an echo differs, with trouble " + trouble);
    }
  }
}
