package io.tidewire.protocol;

import java.nio.ByteBuffer;

/// What an [Engine] tells the driver that feeds it. All calls come from within a call into the
/// engine, on the caller's thread. Buffers are lent for the length of the call; a listener may move
/// their position and limit, and may change nothing else.
public interface EngineListener {
  /// A whole message or, with [Delivery#PARTS], the next piece of one in the order of arrival.
  ///
  /// @param text whether it is text (its bytes are valid UTF-8 so far) or binary
  /// @param last whether this ends the message; always true with [Delivery#WHOLE]
  void onData(boolean text, boolean last, ByteBuffer payload);

  /// A ping came; the engine has already answered it through [#onControlFrame].
  void onPing(ByteBuffer payload);

  /// A pong came, asked for or not.
  void onPong(ByteBuffer payload);

  /// Bytes to send: one whole control frame (ping, pong or close), to go out before data that still
  /// waits, but never inside another frame.
  void onControlFrame(ByteBuffer frame);

  /// The connection is closed as far as the protocol goes: comes exactly once, and nothing comes
  /// after it. What is to happen to TCP is [Engine#tcp].
  void onClosed(CloseReason reason);
}
