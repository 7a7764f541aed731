package io.tidewire.load;

import io.netty.buffer.ByteBuf;

/// Counts what comes back on one connection, and looks at samples of it.
interface Answers extends AutoCloseable {
  /// Each connection looks at its first message, and then at every 64th.
  int SAMPLE = 64;

  /// Takes all bytes that came.
  ///
  /// @return how many messages ended in them
  /// @throws BadAnswer when they are not what was sent
  int take(ByteBuf in) throws BadAnswer;

  @Override
  default void close() {}

  /// Whether the message of this number is to be looked at; connections take turns.
  static boolean sampled(long number, int connection) {
    return number == 0 || (number + connection) % SAMPLE == 0;
  }

  /// What came back is wrong; the message says how.
  final class BadAnswer extends Exception {
    private static final long serialVersionUID = 1;

    BadAnswer(String what) {
      super(what);
    }
  }
}
