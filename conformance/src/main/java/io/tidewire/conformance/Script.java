package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Writes a case down, step by step. The same script tries a server and a client: frames are masked
/// or not as the side that we then are requires.
///
/// ```java
/// Script.of("framing.text.125", "RFC 6455 §5.2", "The longest length in 7 bits")
///     .echo(text("*".repeat(125)))
///     .closes()
/// ```
final class Script {
  /// We close with 1000, the peer answers and TCP ends.
  static final Ending CLOSING =
      Ending.answering(List.of(Frame.close(CloseCode.NORMAL, "")), CloseCode.NORMAL);

  private final String id;
  private final String clause;
  private final String title;
  private final List<Step> steps = new ArrayList<>();
  private Set<Side> peers = Set.of(Side.SERVER, Side.CLIENT);
  private Opening opening = Opening.standard();
  private boolean informational;
  private boolean probed;
  private boolean alone;

  private Script(String id, String clause, String title) {
    this.id = id;
    this.clause = clause;
    this.title = title;
  }

  static Script of(String id, String clause, String title) {
    return new Script(id, clause, title);
  }

  // ---- whom it is for, and how it begins

  /// For servers alone.
  Script serversOnly() {
    peers = Set.of(Side.SERVER);
    return this;
  }

  /// For clients alone.
  Script clientsOnly() {
    peers = Set.of(Side.CLIENT);
    return this;
  }

  /// Begins with another handshake than [Opening#standard].
  Script opening(Opening other) {
    opening = other;
    return this;
  }

  /// Judges nothing: what is found is told as it is.
  Script informational() {
    informational = true;
    return this;
  }

  /// Afterwards the server has to serve a new connection as before.
  Script probed() {
    probed = true;
    return this;
  }

  /// A server may do nothing else meanwhile, which other cases would suffer from.
  Script alone() {
    alone = true;
    return this;
  }

  // ---- what happens

  /// Sends a server a request for WebSocket.
  Script request(Change change) {
    return step(
        "send a request " + change.words(),
        peer -> peer.sendBytes(change.to().apply(Opening.request(peer)).encode(), Chop.WHOLE));
  }

  /// Answers a client's request.
  Script respond(Change change) {
    return step(
        "answer " + change.words(),
        peer ->
            peer.sendBytes(change.to().apply(Opening.response(peer.head())).encode(), Chop.WHOLE));
  }

  /// Sends frames in one write.
  Script send(Frame... frames) {
    return send(Chop.WHOLE, frames);
  }

  /// Sends frames in writes of these sizes, wherever they cut.
  Script send(Chop chop, Frame... frames) {
    return step("send " + words(frames) + chop, peer -> peer.send(chop, frames));
  }

  /// Sends a message compressed, in frames of a size at most.
  Script sendCompressed(Chop chop, int frameSize, Frame message) {
    return step(
        "send compressed " + message + " in frames of " + frameSize + " bytes at most" + chop,
        peer -> peer.send(chop, peer.compressed(message).fragments(frameSize)));
  }

  /// Sends a message compressed, and waits until it comes back, compressed or not.
  Script echoCompressed(Frame message) {
    return sendCompressed(Chop.WHOLE, Integer.MAX_VALUE, message).expect(message);
  }

  /// Waits for these messages, pings and pongs, in this order.
  Script expect(Frame... frames) {
    return expect(Expectation.of(frames));
  }

  /// Waits for what is due, or for what is tolerated instead.
  Script expect(Expectation expectation) {
    return step("expect " + expectation, expectation::await);
  }

  /// Sends a message, and waits until it comes back.
  Script echo(Frame message) {
    return send(message).expect(message);
  }

  /// Does anything else.
  ///
  /// @param words what, for a person
  Script step(String words, Step.Action action) {
    steps.add(new Step(words, action));
    return this;
  }

  // ---- how it ends

  /// We close with 1000, the peer answers and TCP ends.
  Case closes() {
    return ends(CLOSING);
  }

  /// The peer has to fail the connection (RFC 6455 §7.1.7), for a reason that has this code.
  Case fails(Integer code) {
    return ends(Ending.failing(code));
  }

  /// The best is to fail the connection; but a peer that sends this instead does nothing that is
  /// forbidden, and then we close.
  Case failsOr(Integer code, Frame accepted, String why) {
    Ending failing = Ending.failing(code);
    return step(
            failing + ", or sends " + accepted + " (tolerated: " + why + ")",
            peer -> {
              boolean accepts = peer.peek() instanceof Event.Got(Frame came) && came.same(accepted);
              if (accepts) {
                peer.take();
                peer.score().messages(Judgment.nonStrict(why));
              }
              (accepts ? CLOSING : failing).run(peer);
            })
        .judged();
  }

  /// The message, made when it is needed, comes back, and we close.
  ///
  /// @param words what has to come
  Case echoesUnlessTooBig(String words, Supplier<Frame> message) {
    return step(
            "expect " + words + ", or a close frame with 1009",
            peer -> Expectation.of(message.get()).await(peer))
        .closes();
  }

  Case ends(Ending ending) {
    return step(ending.toString(), ending::run).judged();
  }

  /// The server takes our request as it may.
  Case ends(ServerReaction reaction) {
    return step(reaction.toString(), reaction.by(clause)::run).judged();
  }

  /// The client takes our answer as it may.
  Case ends(ClientReaction reaction) {
    return step(reaction.toString(), reaction::run).judged();
  }

  /// The steps have judged all there is.
  Case judged() {
    return new Case(this);
  }

  // ---- for Case

  String id() {
    return id;
  }

  String clause() {
    return clause;
  }

  String title() {
    return title;
  }

  Set<Side> peers() {
    return peers;
  }

  Opening opening() {
    return opening;
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  boolean isInformational() {
    return informational;
  }

  boolean isProbed() {
    return probed;
  }

  boolean isAlone() {
    return alone;
  }

  private static String words(Frame... frames) {
    return Arrays.stream(frames).map(Frame::toString).collect(Collectors.joining(", "));
  }
}
