package io.tidewire.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Several connections to one server at a time: none has to do with another.
final class ConnectionCases {
  private static final String CLAUSE = "RFC 6455 §5.4";
  private static final int MANY = 20;

  static final List<Case> ALL =
      List.of(
          script("interleaved", "Two messages, sent frame by frame in turns, stay apart")
              .step("send two messages on two connections in turns", ConnectionCases::interleave)
              .closes(),
          script("bytes", "Two frames, sent byte by byte in turns, stay apart")
              .step(
                  "send two messages on two connections, a byte each in turns",
                  ConnectionCases::weave)
              .closes(),
          script("many", MANY + " connections, each amid a message of its own")
              .step("each message comes back on its own connection", ConnectionCases::many)
              .closes(),
          harmless(
              "failed",
              "A connection that broke a rule",
              other -> other.send(Chop.WHOLE, Frame.text("bad").withRsv(7))),
          harmless(
              "closed",
              "A connection that was closed",
              other -> other.send(Chop.WHOLE, Frame.close(CloseCode.NORMAL, ""))),
          harmless("cut", "A connection whose TCP ended amid a frame", ConnectionCases::cut),
          Script.of(
                  "connections.refused",
                  "RFC 6455 §4.2.1",
                  "A refused handshake harms no other connection")
              .serversOnly()
              .send(Frame.text("begun, ").unfinished(), Frame.ping("taken"))
              .expect(Frame.pong("taken"))
              .step("another connection is refused", ConnectionCases::refused)
              .send(Frame.continuation("ended"))
              .expect(Frame.text("begun, ended"))
              .closes());

  private ConnectionCases() {}

  private static Script script(String id, String title) {
    return Script.of("connections." + id, CLAUSE, title).serversOnly();
  }

  private static void interleave(Dialogue peer) throws IOException, InterruptedException {
    Dialogue other = peer.another(Opening.standard());
    Frame one = Frame.binary(Payload.bytes(1000));
    Frame two = Frame.binary(Payload.bytes(1001));
    Frame[] ones = one.fragments(100);
    Frame[] twos = two.fragments(101);
    begin(peer, ones[0]);
    begin(other, twos[0]);
    for (int i = 1; i < ones.length; i++) {
      peer.send(Chop.WHOLE, ones[i]);
      other.send(Chop.WHOLE, twos[i]);
    }
    Expectation.of(one).await(peer);
    Expectation.of(two).await(other);
  }

  /// The pong shows that the server has taken the fragment.
  private static void begin(Dialogue peer, Frame fragment) throws InterruptedException {
    peer.send(Chop.WHOLE, fragment, Frame.ping("taken"));
    Expectation.of(Frame.pong("taken")).await(peer);
  }

  private static void weave(Dialogue peer) throws IOException, InterruptedException {
    Dialogue other = peer.another(Opening.standard());
    byte[] one = peer.encode(Frame.text("on the first"));
    byte[] two = other.encode(Frame.text("on the other"));
    for (int i = 0; i < one.length - 1; i++) {
      peer.sendBytes(new byte[] {one[i]}, Chop.WHOLE);
      other.sendBytes(new byte[] {two[i]}, Chop.WHOLE);
    }
    peer.sendBytes(new byte[] {one[one.length - 1]}, Chop.WHOLE);
    Expectation.of(Frame.text("on the first")).await(peer);
    other.sendBytes(new byte[] {two[two.length - 1]}, Chop.WHOLE);
    Expectation.of(Frame.text("on the other")).await(other);
  }

  private static void many(Dialogue peer) throws IOException, InterruptedException {
    List<Dialogue> others = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      others.add(peer.another(Opening.standard()));
      others.get(i).send(Chop.WHOLE, Frame.text("this is ").unfinished());
    }
    for (int i = 0; i < MANY; i++) {
      others.get(i).send(Chop.WHOLE, Frame.continuation("number " + i));
    }
    for (int i = 0; i < MANY; i++) {
      Expectation.of(Frame.text("this is number " + i)).await(others.get(i));
    }
  }

  private static Case harmless(String id, String title, Step.Action harm) {
    return script(id, title + " harms no other")
        .send(Frame.text("begun, ").unfinished(), Frame.ping("taken"))
        .expect(Frame.pong("taken"))
        .step(
            "another connection: " + title,
            peer -> {
              Dialogue other = peer.another(Opening.standard());
              harm.run(other);
              awaitEnd(other);
            })
        .send(Frame.continuation("ended"))
        .expect(Frame.text("begun, ended"))
        .echo(Frame.text("and after"))
        .closes();
  }

  /// How it ends is for other cases to judge.
  private static void awaitEnd(Dialogue other) throws InterruptedException {
    Deadline soon = other.deadline().orIn(Duration.ofSeconds(1));
    for (Event event = other.peek(soon);
        !(event instanceof Event.Ended
            || event instanceof Event.Silence
            || event instanceof Event.Closed);
        event = other.peek(soon)) {
      other.take();
    }
    other.wire().close();
  }

  private static void cut(Dialogue other) {
    other.send(Chop.WHOLE, Frame.binary(Payload.bytes(10)).declaring(1000));
    other.wire().endSending();
  }

  private static void refused(Dialogue peer) throws IOException, InterruptedException {
    Dialogue other = peer.another(Opening.bare());
    RawHead request = Opening.request(other).without("Sec-WebSocket-Version");
    other.sendBytes(request.encode(), Chop.WHOLE);
    if (other.awaitHead()) {
      other.wire().close();
    }
  }
}
