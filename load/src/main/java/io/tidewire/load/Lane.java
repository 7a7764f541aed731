package io.tidewire.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.tidewire.load.Opening.Agreed;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// One event loop of a run, with its connections and all that they share. But for the final fields,
/// on its loop alone.
final class Lane {
  private final Run run;
  private final EventLoop loop;
  private final ReadBuffer readBuffer = new ReadBuffer();
  private final Tally tally = new Tally();

  // By place; null where the connection is not open yet.
  private final Link[] links;

  // What the first connection agreed on; null before.
  private Agreed agreed;
  private FrameFormat format;
  private Messages messages;
  private Traffic traffic;

  // How many are not open any more.
  private int closed;

  Lane(Run run, EventLoop loop, int connections) {
    this.run = run;
    this.loop = loop;
    this.links = new Link[connections];
  }

  // ---- what belongs to all

  EventLoop loop() {
    return loop;
  }

  ReadBuffer readBuffer() {
    return readBuffer;
  }

  Class<? extends Channel> socketChannel() {
    return run.socketChannel();
  }

  int allConnections() {
    return run.options().connections();
  }

  int allLanes() {
    return run.lanes().all().size();
  }

  boolean isWebSocket() {
    return run.endpoint().webSocket();
  }

  /// Whether nothing counts any more.
  boolean isOver() {
    return run.isOver();
  }

  /// Ends the run, unless it has ended.
  void fail(String why) {
    run.fail(why);
  }

  List<Link> links() {
    return Collections.unmodifiableList(Arrays.asList(links));
  }

  Tally tally() {
    return tally;
  }

  Messages messages() {
    return messages;
  }

  Traffic traffic() {
    return traffic;
  }

  // ---- connecting

  /// A connection has opened.
  Link link(int number, Channel channel, Agreed itsOwn) {
    if (agreed == null) {
      agree(itsOwn);
    } else if (!agreed.equals(itsOwn)) {
      fail("the server agrees to different extensions or subprotocols on different connections");
    }
    Link link = new Link(this, number, channel);
    links[link.place()] = link;
    return link;
  }

  private void agree(Agreed first) {
    agreed = first;
    LoadOptions options = run.options();
    format = new FrameFormat(options.payload().kind().isText(), first.extension().isPresent());
    messages =
        switch (options.work()) {
          case Work.Pipelined(int depth) -> messages(depth, true);
          case Work.Broadcast(int senders, int outstanding) -> messages(outstanding, senders == 1);
          case Work.Paced _, Work.Idle _ -> messages(1, true);
        };
    traffic = Traffic.of(options.work(), this);
  }

  private Messages messages(int depth, boolean distinct) {
    return Messages.of(run.options().payload(), format, depth, distinct);
  }

  Answers answers(Link link) {
    return isWebSocket()
        ? new FrameAnswers(link.number(), messages, format, run.options().payload(), link)
        : new RawAnswers(link.number(), messages);
  }

  Agreed agreed() {
    return agreed;
  }

  // ---- the run

  void begin() {
    tally.start();
    links().forEach(Link::begins);
    traffic.begin();
  }

  /// Looks after connections on which nothing comes.
  void checkSilence(long limitNanos) {
    long now = System.nanoTime();
    links().forEach(link -> link.checkSilence(now, limitNanos));
  }

  void closed() {
    closed++;
  }

  /// How many connections are open.
  int open() {
    return (int) Arrays.stream(links).filter(link -> link != null).count() - closed;
  }

  void leave() {
    Arrays.stream(links).filter(link -> link != null).forEach(Link::leave);
  }

  /// Gives everything back.
  void close() {
    Arrays.stream(links).filter(link -> link != null).forEach(Link::cut);
    readBuffer.close();
    if (messages != null) {
      messages.close();
    }
  }
}
