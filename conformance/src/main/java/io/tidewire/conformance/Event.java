package io.tidewire.conformance;

/// What can come from a peer.
sealed interface Event {

  /// A whole message, its fragments joined, or a ping or a pong.
  record Got(Frame frame) implements Event {
    boolean isPong() {
      return frame.opcode() == Opcode.PONG;
    }

    @Override
    public String toString() {
      return frame.toString();
    }
  }

  /// The first close frame.
  ///
  /// @param code [CloseCode#NONE] for an empty payload
  record Closed(int code, String reason) implements Event {
    /// The close frame that answers it, with a code that may be sent.
    Frame answer() {
      int ours = code < 1000 ? CloseCode.PROTOCOL_ERROR : code;
      return code == CloseCode.NONE ? Frame.close() : Frame.close(ours, "");
    }

    @Override
    public String toString() {
      return "close frame with " + CloseCode.name(code) + (reason.isEmpty() ? "" : ": " + reason);
    }
  }

  /// Something that no endpoint may send.
  ///
  /// @param words what, with the clause
  record Violation(String words) implements Event {
    @Override
    public String toString() {
      return words;
    }
  }

  /// The end of TCP.
  record Ended(TcpEnd how) implements Event {
    @Override
    public String toString() {
      return "the end of TCP (" + how + ")";
    }
  }

  /// Nothing, until the time was up.
  record Silence() implements Event {
    @Override
    public String toString() {
      return "nothing in time";
    }
  }
}
