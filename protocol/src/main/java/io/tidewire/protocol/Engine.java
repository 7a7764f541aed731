package io.tidewire.protocol;

import io.tidewire.protocol.CloseReason.By;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// One end of a WebSocket connection after its opening handshake (RFC 6455 §5 to §8): bytes in,
/// events out, bytes out, and what TCP should do next. It does no I/O and knows no time; a driver
/// feeds it from a socket and sends what it makes.
///
/// What the peer sends never throws: it becomes a close code, reported to the listener. Exceptions
/// are for the caller's own misuse, and for what the listener itself throws: that passes through,
/// and the caller then ends the connection with [#fail] or [#discard].
///
/// Not safe for use by several threads at once. The listener may call every method but [#receive].
public final class Engine {
  private static final int COMPRESSED_PIECE = 1024;

  private final Role role;
  private final FrameDecoder decoder;
  private final FrameEncoder encoder;
  private final MessageAssembler messages;
  private final Gathering control; // the payload of a control frame that comes in pieces

  private EngineState state = EngineState.OPEN;

  // Whether the listener takes no more for now.
  private boolean suspended;

  // What our close frame carried; null before it is sent.
  private ClosePayload sentClose;

  /// An open connection on which nothing has been sent or received yet.
  ///
  /// @param limits what the peer may make this end hold
  /// @param delivery whether messages are handed on whole
  /// @param memory room for messages that come in pieces
  /// @param masks for a client the source of masking keys, one `nextInt()` a frame, which must not
  ///   be predictable (RFC 6455 §5.3); a server does not use it, so it may be null
  public Engine(Role role, Limits limits, Delivery delivery, Memory memory, RandomGenerator masks) {
    this.role = role;
    decoder = new FrameDecoder(role);
    encoder = new FrameEncoder(role, masks);
    messages = new MessageAssembler(limits, delivery, memory);
    control = new Gathering(memory);
  }

  /// Compression was agreed on in the opening handshake. To be called before anything is received
  /// or sent.
  ///
  /// @param decompressor restores what the peer compresses
  /// @param scratch what is restored passes through it; may be shared by all engines of a thread
  public void useCompression(Decompressor decompressor, ByteBuffer scratch) {
    decoder.allowCompression();
    encoder.allowCompression();
    messages.useCompression(decompressor, scratch);
    if (messages.deliversParts()) {
      // A listener can suspend between two, and one becomes a thousand times its size at most.
      decoder.limitPieces(COMPRESSED_PIECE);
    }
  }

  /// Shows every frame's header to `observer`, or to nobody if it is null. A received frame whose
  /// header breaks the protocol is not shown; [CloseReason#explanation] tells of it.
  public void observe(FrameObserver observer) {
    decoder.observe(observer);
    encoder.observe(observer);
  }

  // ---- receiving

  /// Takes bytes from the peer, all of them unless the listener calls [#suspend]: the buffer's
  /// position ends at its limit. Whatever they complete is reported in order before the call
  /// returns. Payload is unmasked where it lies, and a message that lies whole in the buffer is
  /// lent to the listener as a part of it.
  ///
  /// @param in heap or direct, in any byte order, not read-only
  public void receive(ByteBuffer in, EngineListener listener) {
    int end = in.limit();
    try {
      while (!suspended && state.canReceive() && decoder.next(in)) {
        receivePiece(in, listener);
      }
    } catch (ProtocolViolation e) {
      // RFC 6455 §7.1.7: the one place where what a peer does wrong becomes a close code
      String explanation = "refused what the peer sent: " + e.reason();
      fail(e.closeCode(), e.reason(), explanation, listener);
    } finally {
      in.limit(end).position(suspended && state.canReceive() ? in.position() : end);
    }
  }

  /// Receives no more until [#resume]: [#receive] returns as soon as it can, and leaves in the
  /// buffer what it has not looked at. For a listener that cannot take more.
  public void suspend() {
    suspended = true;
  }

  /// Receives again; the driver then offers first what was left.
  public void resume() {
    suspended = false;
  }

  private void receivePiece(ByteBuffer in, EngineListener listener) throws ProtocolViolation {
    boolean isControl = decoder.header().isControl();
    if (decoder.startsFrame() && !isControl) {
      messages.startFrame(decoder.header());
    }
    decoder.unmask(in);
    if (isControl) {
      receiveControl(in, listener);
    } else {
      messages.add(in, decoder, listener);
    }
  }

  private void receiveControl(ByteBuffer in, EngineListener listener) throws ProtocolViolation {
    if (decoder.endsFrame() && control.isEmpty()) {
      int limit = in.limit();
      in.limit(decoder.to()).position(decoder.from());
      onControl(in, listener);
      in.limit(limit).position(decoder.to());
      return;
    }
    control.add(in, decoder.from(), decoder.to(), decoder.header().length());
    if (decoder.endsFrame()) {
      ByteBuffer payload = control.handOver();
      try {
        onControl(payload, listener);
      } finally {
        control.giveBack(payload);
      }
    }
  }

  private void onControl(ByteBuffer payload, EngineListener listener) throws ProtocolViolation {
    switch (Opcode.of(decoder.header().opcode())) {
      case PING -> onPing(payload, listener);
      case PONG -> listener.onPong(payload);
      default -> onClose(ClosePayload.parse(payload), listener);
    }
  }

  // RFC 6455 §5.5.2: "an endpoint MUST send a Pong frame in response, unless it already received a
  // Close frame"; §5.5.3: with "identical Application data". Once our own close frame is sent,
  // nothing may follow it.
  private void onPing(ByteBuffer payload, EngineListener listener) {
    int from = payload.position();
    if (state.canSend()) {
      sendControl(Opcode.PONG, payload, listener);
      payload.position(from);
    }
    if (!state.isClosed()) {
      listener.onPing(payload);
    }
  }

  // RFC 6455 §5.5.1: "If an endpoint receives a Close frame and did not previously send a Close
  // frame, the endpoint MUST send a Close frame in response", and it "typically echos the status
  // code". §7.1.1: the server closes TCP first.
  private void onClose(ClosePayload received, EngineListener listener) {
    boolean answer = state.canSend();
    end(role == Role.SERVER ? EngineState.ENDED : EngineState.EXCHANGED);
    if (answer) {
      sendControl(Opcode.CLOSE, new ClosePayload(received.code(), "").encode(), listener);
      report(received, By.PEER, "the peer closed with " + received.describe(), listener);
    } else {
      String explanation = "closed by this end with " + sentClose.describe();
      report(sentClose, By.LOCAL, explanation, listener);
    }
  }

  /// TCP has ended on the peer's side: no byte will come any more. Without a closing handshake
  /// before it, that is close code 1006 (RFC 6455 §7.1.5).
  ///
  /// @param cause why, as the network told it; empty when it did not
  public void endOfInput(String cause, EngineListener listener) {
    boolean early = state.canReceive();
    String explanation = "TCP ended " + whatIsMissing() + (cause.isEmpty() ? "" : ": " + cause);
    end(EngineState.ENDED);
    if (early) {
      ClosePayload none = new ClosePayload(CloseCode.ABNORMAL, "");
      report(none, By.NETWORK, explanation, listener);
    }
  }

  private String whatIsMissing() {
    if (decoder.inFrame()) {
      return "in the middle of a frame";
    }
    if (messages.inMessage()) {
      return "in the middle of a message";
    }
    return state == EngineState.CLOSE_SENT
        ? "before the peer answered our close frame"
        : "without a close frame";
  }

  // ---- closing

  /// Refuses what [#close] would refuse, for callers on other threads that close later.
  ///
  /// @throws IllegalArgumentException as [#close]
  public static void checkClose(int code, String reason) {
    new ClosePayload(code, reason).encode();
  }

  /// Starts the closing handshake (RFC 6455 §7.1.2). The peer's messages are still delivered until
  /// its own close frame comes. Does nothing when a close frame was sent before.
  ///
  /// @param code one that [CloseCode#mayBeSent], or 1005 for a close frame without a code
  /// @param reason at most 123 bytes in UTF-8; empty for none, and with 1005
  /// @throws IllegalArgumentException for any other code or reason
  public void close(int code, String reason, EngineListener listener) {
    ClosePayload close = new ClosePayload(code, reason);
    ByteBuffer payload = close.encode();
    if (state.canSend()) {
      state = EngineState.CLOSE_SENT;
      sentClose = close;
      sendControl(Opcode.CLOSE, payload, listener);
    }
  }

  /// Fails the connection (RFC 6455 §7.1.7): sends a close frame if none was sent yet, reports the
  /// end at once, and ignores whatever still comes. Does nothing when the end was reported before.
  ///
  /// @param code one that [CloseCode#mayBeSent], or 1006 to end without a close frame
  /// @param reason for the peer: at most 123 bytes in UTF-8, may be empty
  /// @param explanation for this end's log, in plain words; never empty
  /// @throws IllegalArgumentException for any other code or reason
  public void fail(int code, String reason, String explanation, EngineListener listener) {
    ClosePayload close = new ClosePayload(code, reason);
    ByteBuffer payload = code == CloseCode.ABNORMAL ? null : close.encode();
    if (state.isClosed()) {
      return;
    }
    boolean tell = state.canSend() && payload != null;
    end(EngineState.ENDED);
    if (tell) {
      sendControl(Opcode.CLOSE, payload, listener);
    }
    report(close, By.LOCAL, explanation, listener);
  }

  /// The driver drops the connection: gives back all memory and reports nothing more.
  public void discard() {
    end(EngineState.ENDED);
  }

  private void end(EngineState terminal) {
    state = terminal;
    messages.release();
    control.release();
  }

  private static void report(
      ClosePayload close, By by, String explanation, EngineListener listener) {
    listener.onClosed(new CloseReason(close.code(), close.reason(), by, explanation));
  }

  // ---- questions

  /// What TCP should do next. Worth asking after each call that may have changed it.
  public TcpAction tcp() {
    return state.tcp();
  }

  /// Whether frames may be sent: not so once a close frame has been.
  public boolean canSend() {
    return state.canSend();
  }

  /// Whether [EngineListener#onClosed] was called, or the connection discarded.
  public boolean isClosed() {
    return state.isClosed();
  }

  // ---- sending

  /// Sends a ping (RFC 6455 §5.5.2), or nothing once a close frame has been sent.
  ///
  /// @param payload at most 125 bytes; used up when it is sent
  /// @throws IllegalArgumentException for a longer one
  public void ping(ByteBuffer payload, EngineListener listener) {
    heartbeat(Opcode.PING, payload, listener);
  }

  /// Sends a pong that answers no ping (RFC 6455 §5.5.3), or nothing once a close frame has been
  /// sent.
  ///
  /// @param payload at most 125 bytes; used up when it is sent
  /// @throws IllegalArgumentException for a longer one
  public void pong(ByteBuffer payload, EngineListener listener) {
    heartbeat(Opcode.PONG, payload, listener);
  }

  private void heartbeat(Opcode opcode, ByteBuffer payload, EngineListener listener) {
    if (payload.remaining() > FrameHeader.MAX_CONTROL_PAYLOAD) {
      throw new IllegalArgumentException(
          "a control frame carries at most 125 bytes, not " + payload.remaining());
    }
    if (state.canSend()) {
      sendControl(opcode, payload, listener);
    }
  }

  private void sendControl(Opcode opcode, ByteBuffer payload, EngineListener listener) {
    listener.onControlFrame(encoder.control(opcode, payload));
  }

  /// The size in bytes of a frame with this much payload: header, masking key and payload.
  public int frameSize(int payloadLength) {
    return Math.addExact(encoder.headerSize(payloadLength), payloadLength);
  }

  /// Writes one data frame, masked when this end is a client. The payload is used up; its bytes
  /// stay as they are. Fragments must follow each other as RFC 6455 §5.4 has it.
  ///
  /// @param out with room for [#frameSize]
  /// @throws IllegalStateException once a close frame has been sent
  /// @throws java.nio.BufferOverflowException when `out` has too little room, before it is written
  public void encode(Opcode opcode, boolean fin, ByteBuffer payload, ByteBuffer out) {
    checkOpen();
    encoder.data(opcode, fin, false, payload, out);
  }

  /// Writes a frame of a message that is compressed (RFC 7692 §6.1): its first one says so.
  /// Otherwise as [#encode].
  ///
  /// @param payload compressed already
  /// @throws IllegalStateException as [#encode], and when compression was not agreed on
  public void encodeCompressed(Opcode opcode, boolean fin, ByteBuffer payload, ByteBuffer out) {
    checkOpen();
    encoder.data(opcode, fin, true, payload, out);
  }

  /// To be called before a shared frame is sent as it is, in place of [#encode].
  ///
  /// @throws IllegalStateException as [#encodeCompressed], and on a client, which has to mask
  public void willSend(SharedFrame frame) {
    checkOpen();
    encoder.willSend(frame);
  }

  private void checkOpen() {
    if (!state.canSend()) {
      throw new IllegalStateException("a close frame has been sent; no data may follow it");
    }
  }
}
