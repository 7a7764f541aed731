package io.tidewire.connection;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;

/// A text message that is sent in fragments while it is written. An unpaired surrogate, which UTF-8
/// cannot carry (RFC 6455 §5.6), fails the write that has it, and the message is given up: its
/// first part must not pass for the whole. For one thread.
final class TextStream extends Writer {
  private static final String UNPAIRED = "it has an unpaired surrogate";

  private final FragmentStream fragments;
  private final OutputStreamWriter utf8;
  // Whether what was written ends with the first half of a pair.
  private boolean inPair;
  private boolean closed;

  TextStream(FragmentStream fragments) {
    this.fragments = fragments;
    this.utf8 = new OutputStreamWriter(fragments, StandardCharsets.UTF_8.newEncoder());
  }

  @Override
  public void write(char[] source, int offset, int length) throws IOException {
    try {
      utf8.write(source, offset, length);
    } catch (CharacterCodingException e) {
      throw giveUp(e);
    }
    if (length > 0) {
      inPair = Character.isHighSurrogate(source[offset + length - 1]);
    }
  }

  @Override
  public void flush() throws IOException {
    utf8.flush();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    if (inPair) {
      throw giveUp(new MalformedInputException(1));
    }
    closed = true;
    utf8.close();
  }

  private CharacterCodingException giveUp(CharacterCodingException cause) {
    closed = true;
    fragments.abandon(UNPAIRED);
    return cause;
  }
}
