package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// The kit's part of the opening handshake (RFC 6455 §4), before a script begins.
///
/// Only the status 101 is asked for here, so that a peer that errs elsewhere in the handshake fails
/// the cases about that alone.
interface Opening {
  /// Opens, or judges that it was not possible.
  void open(Dialogue peer) throws InterruptedException;

  /// In order, without extensions and subprotocols.
  static Opening standard() {
    return with();
  }

  /// In order, with these header lines added to our request or response.
  static Opening with(String... lines) {
    return peer -> {
      if (peer.side() == Side.CLIENT) {
        peer.sendBytes(request(peer).with(lines).encode(), Chop.WHOLE);
        expectSwitch(peer);
      } else {
        peer.sendBytes(response(peer.head()).with(lines).encode(), Chop.WHOLE);
      }
    };
  }

  /// The same towards a server that may refuse the handshake for these lines, which is not the
  /// best.
  ///
  /// @param why it should not
  static Opening orRefused(String why, String... lines) {
    return peer -> {
      peer.sendBytes(request(peer).with(lines).encode(), Chop.WHOLE);
      boolean came = peer.awaitHead();
      boolean refused = came ? peer.head().status() >= 400 : peer.nothing() instanceof Event.Ended;
      if (refused) {
        peer.score().messages(Judgment.nonStrict("refused: " + why));
        peer.score().end();
      } else {
        expectSwitch(peer);
      }
    };
  }

  /// None: the script begins with the bare connection. Against a server nothing is sent yet; a
  /// client has sent its request, which is [Dialogue#head].
  static Opening bare() {
    return peer -> {};
  }

  /// A request in order.
  static RawHead request(Dialogue peer) {
    return new RawHead(
        "GET " + peer.target().resource() + " HTTP/1.1",
        List.of(
            "Host: " + peer.target().authority(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: " + peer.key(),
            "Sec-WebSocket-Version: 13"));
  }

  /// A response that switches protocols.
  static RawHead response(Head request) {
    String accept = "Sec-WebSocket-Accept: " + accept(request);
    return new RawHead(
        "HTTP/1.1 101 Switching Protocols",
        List.of("Upgrade: websocket", "Connection: Upgrade", accept));
  }

  /// The answer to the key of a request.
  static String accept(Head request) {
    return accept(request.first("Sec-WebSocket-Key").orElse(""));
  }

  /// RFC 6455 §4.2.2.
  static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] both = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII);
      return Base64.getEncoder().encodeToString(sha1.digest(both));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-1", e);
    }
  }

  /// Waits for the answer to our request, which has to switch protocols.
  static void expectSwitch(Dialogue peer) throws InterruptedException {
    if (peer.readHead() && peer.head().status() != 101) {
      peer.score().messages(Judgment.failed("the handshake was refused: " + peer.head().start()));
    }
  }
}
