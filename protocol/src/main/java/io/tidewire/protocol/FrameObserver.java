package io.tidewire.protocol;

/// Sees every frame's header, for logs that show the wire. Called on the thread that drives the
/// engine.
@FunctionalInterface
public interface FrameObserver {
  /// A frame was sent, or the header of one received.
  ///
  /// @param sent whether this end sent the frame, or received it
  /// @param fin whether it ends its message
  /// @param rsv the three reserved bits, RSV1 worth 4
  /// @param opcode the opcode as on the wire, 0 to 15
  /// @param masked whether the payload is masked
  /// @param length the payload's length in bytes
  void frame(boolean sent, boolean fin, int rsv, int opcode, boolean masked, long length);
}
