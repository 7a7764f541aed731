package io.tidewire;

import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.Headers;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// One WebSocket connection, the same on a server and on a client. All methods may be called from
/// any thread.
///
/// **Sending** keeps each caller's order and never mixes two messages. What waits for the network
/// is bounded in bytes ([WebSocketOptions#queueLimit]): a message is accepted while less than that
/// waits. A caller that may block waits for room, and gets a [ClosedException] once the connection
/// has closed. A caller on an event loop (a [WebSocketHandler]) never waits and gets no exception,
/// so that one bad receiver does not end a loop over many: there [WebSocketOptions#overflow]
/// decides, and `send` says by `false` that a message will not be sent.
///
/// **Receiving**: with a [WebSocketHandler], messages go there. Otherwise [#receive] and
/// [#messages] take them one by one, and while nobody takes them TCP slows the peer down.
public interface WebSocket extends AutoCloseable {

  /// Sends a text message.
  ///
  /// @return false, on an event loop only, when the connection is closed or the overflow policy
  ///   dropped the message
  /// @throws ClosedException when the connection is closed or closing, unless on an event loop
  /// @throws IllegalArgumentException when `text` holds an unpaired surrogate, which UTF-8 cannot
  ///   carry (RFC 6455 §5.6)
  /// @throws CancellationException when the thread is interrupted while it waits for room; nothing
  ///   was sent then, and the interrupt flag is set
  default boolean send(String text) {
    return send(Message.text(text));
  }

  /// Sends a binary message. The array may be used again as soon as this returns. Otherwise as
  /// [#send(String)].
  default boolean send(byte[] payload) {
    return send(Message.binary(payload));
  }

  /// Sends a message of either kind; one just received may be sent as it is. Otherwise as
  /// [#send(String)].
  boolean send(Message message);

  /// Sends a message that stands for the newest state of `key`: under [OverflowPolicy#CONFLATE] it
  /// takes the place of a message with an equal key that still waits. Under any other policy the
  /// key means nothing.
  boolean send(Object key, Message message);

  /// Sends without ever waiting, whatever the thread: where the queue is full,
  /// [WebSocketOptions#overflow] decides.
  ///
  /// @return completes when the socket has taken the last byte; fails with [ClosedException] when
  ///   the connection closed first, or with [CancellationException] when the overflow policy
  ///   dropped the message
  CompletableFuture<Void> sendAsync(Message message);

  /// Starts a binary message that is sent in fragments as it is written, for messages larger than
  /// memory. Other messages wait until the stream is closed (RFC 6455 §5.4: fragments of messages
  /// do not mix); pongs do not. Writing blocks while much waits to be sent, and fails with an
  /// `IOException` when the connection closes. A writer that is interrupted while it waits gets an
  /// `InterruptedIOException`; half a message cannot be taken back, so that the connection then
  /// ends with 1011.
  ///
  /// The stream is for one thread. Closing it ends the message, also after a failure to find the
  /// rest of it: [#abort] is for that.
  ///
  /// Where permessage-deflate (RFC 7692) is in use the message is compressed, since nobody knows
  /// beforehand how large it will be; one that ends within its first fragment is treated like any
  /// other. [#sendBinaryStream(boolean)] leaves a message as it is.
  ///
  /// @throws IllegalStateException on an event loop, which must not block
  default OutputStream sendBinaryStream() {
    return sendBinaryStream(true);
  }

  /// As [#sendBinaryStream()].
  ///
  /// @param compressible false for what compression is to leave alone, for the reasons that
  ///   [Message#uncompressed] gives: it is compressed already, or a secret
  OutputStream sendBinaryStream(boolean compressible);

  /// Starts a text message that is sent in fragments as it is written; otherwise as
  /// [#sendBinaryStream()]. Writing an unpaired surrogate fails with a `CharacterCodingException`,
  /// and gives the message up as an interrupt does.
  ///
  /// @throws IllegalStateException on an event loop, which must not block
  default Writer sendTextStream() {
    return sendTextStream(true);
  }

  /// As [#sendTextStream()].
  ///
  /// @param compressible as in [#sendBinaryStream(boolean)]
  Writer sendTextStream(boolean compressible);

  /// Sends a ping (RFC 6455 §5.5.2).
  ///
  /// @return completes with the time until the matching pong came; fails with [ClosedException]
  ///   when the connection closed first
  CompletableFuture<Duration> ping();

  /// Waits for the next message.
  ///
  /// @throws ClosedException when the connection is closed and every message that came before has
  ///   been taken
  /// @throws CancellationException when the thread is interrupted; its interrupt flag is set
  /// @throws IllegalStateException when a [WebSocketHandler] takes the messages, or on an event
  ///   loop
  Message receive();

  /// Waits for the next message, at most `timeout`; otherwise as [#receive()].
  ///
  /// @return empty when none came in time
  Optional<Message> receive(Duration timeout);

  /// Waits for the start of the next message and streams its payload, for messages larger than
  /// memory. Text comes as valid UTF-8. Needs [WebSocketOptions#streaming]. Closing the stream
  /// before its end skips the rest of the message, without waiting for it. Until the stream has
  /// ended or is closed, nothing else can be received.
  ///
  /// @throws ClosedException as [#receive()]; when the connection closes mid-message, reading fails
  ///   with an `IOException`, and with an `InterruptedIOException`, after which it may go on, when
  ///   the thread is interrupted
  /// @throws IllegalStateException when streaming is off or another stream is open, and as
  ///   [#receive()]
  InputStream receiveStream();

  /// The messages to come, for a `for` loop. The loop ends when the connection was closed in order
  /// (1000, 1001 or no code); [ClosedException] ends it otherwise.
  Iterable<Message> messages();

  /// In event style, has the next message wait until `work` is done, for a handler that gives its
  /// messages to others to work on. The socket is not read meanwhile, so that TCP slows the peer,
  /// and what waits here is bounded: what was read already, at most 256 KiB or one message. To be
  /// called within `onOpen` or `onMessage`; called several times, it waits for all.
  ///
  /// ```java
  /// route("/orders", WebSocketHandler.onMessage((ws, order) -> ws.pauseUntil(store(order.text()))))
  /// ```
  ///
  /// Work that fails closes the connection as a handler that throws does. Work that never ends
  /// holds its connection, whose silence nobody notices either, for good: `orTimeout` bounds it.
  /// When the connection closes before the work is done, what has come and was not handed on is
  /// lost.
  ///
  /// @param work may complete on any thread
  /// @throws IllegalStateException in blocking style, where not to call [#receive] does the same,
  ///   and on any thread but the connection's event loop
  void pauseUntil(CompletionStage<?> work);

  /// Closes with 1000 once everything sent before is on its way. A caller that may block waits for
  /// the peer's answer, at most [WebSocketOptions#closeTimeout] after that; on an event loop this
  /// returns at once.
  @Override
  void close();

  /// Starts the closing handshake once everything sent before is on its way (RFC 6455 §7.1.2),
  /// without waiting. Later calls change nothing.
  ///
  /// A streamed message that has not ended is cut, and what waits behind it is lost. What the peer
  /// still sends can be taken until its own close frame comes; but once more than
  /// [WebSocketOptions#highWater] waits to be taken, the rest is left out.
  ///
  /// @param code 1000 to 1003, 1007 to 1014, or 3000 to 4999 (RFC 6455 §7.4); 1005 for none,
  ///   without a text
  /// @param text at most 123 bytes of UTF-8
  /// @return what [#closed] returns
  /// @throws IllegalArgumentException when the peer may not be sent this code or text
  CompletableFuture<CloseReason> close(int code, String text);

  /// Ends the connection at once, without a closing handshake: the peer sees 1006. What was queued
  /// is lost.
  void abort();

  /// Completes, never exceptionally, when the connection has closed.
  CompletableFuture<CloseReason> closed();

  /// Whether messages can still be sent.
  boolean isOpen();

  /// The opening handshake's request: on a server what the client asked, on a client what was
  /// asked.
  HandshakeRequest request();

  /// The header fields of the opening handshake's 101 response.
  Headers responseHeaders();

  /// The subprotocol that both sides agreed on, if any (RFC 6455 §1.9).
  Optional<String> subprotocol();

  /// What the messages travel by: `websocket`, or the name of another transport that a client was
  /// left with. It may change from one moment to the next, where a client changes it.
  default String via() {
    return "websocket";
  }

  /// Room for the application's own data about this connection, safe for any thread. A handshake
  /// policy may have filled it.
  Map<String, Object> attributes();

  /// Bytes that were sent by the application and that the socket has not taken yet; those already
  /// encoded with their frame headers.
  long queuedBytes();

  /// How many messages the overflow policy has dropped so far.
  long droppedMessages();

  /// How many messages a newer one of the same key has replaced so far: [OverflowPolicy#CONFLATE].
  long conflatedMessages();

  /// The time between the newest ping that was answered and its pong, be it one of [#ping] or of
  /// the heartbeat ([WebSocketOptions#pingAfter]); empty before there was one. It holds the peer's
  /// own delay, and that of what was on its way before.
  Optional<Duration> roundTripTime();
}
