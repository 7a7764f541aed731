package io.tidewire.load;

import io.netty.buffer.ByteBuf;

/// A bare echo's answers: the very bytes that were sent, frame headers and masks and all.
final class RawAnswers implements Answers {
  private final int connection;
  private final Messages messages;
  private final Comparison comparison = new Comparison();

  // the message being read
  private long number;
  private int missing;
  private boolean compared;

  RawAnswers(int connection, Messages messages) {
    this.connection = connection;
    this.messages = messages;
    begin();
  }

  private void begin() {
    missing = messages.frameSize(number);
    compared = Answers.sampled(number, connection);
    if (compared) {
      comparison.begin(messages.frame(number), number);
    }
  }

  @Override
  public int take(ByteBuf in) throws BadAnswer {
    int ended = 0;
    while (in.isReadable()) {
      int piece = Math.min(missing, in.readableBytes());
      if (compared) {
        comparison.next(in, piece);
      }
      in.skipBytes(piece);
      missing -= piece;
      if (missing == 0) {
        ended++;
        number++;
        begin();
      }
    }
    return ended;
  }
}
