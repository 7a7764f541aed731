package io.tidewire.connection;

import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;

/// A text message that is sent in fragments while it is written. An unpaired surrogate, which UTF-8
/// cannot carry (RFC 6455 §5.6), fails the write that has it, and the message is given up: its
/// first part must not pass for the whole. For one thread.
final class TextStream extends Writer {
  private final FragmentStream fragments;
  private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
  private final ByteBuffer encoded = ByteBuffer.allocate(4 << 10);
  // The first half of a pair whose second half has not been written; empty when there is none.
  private String half = "";

  TextStream(FragmentStream fragments) {
    this.fragments = fragments;
  }

  @Override
  public void write(char[] source, int offset, int length) throws IOException {
    CharBuffer in = CharBuffer.wrap(source, offset, length);
    if (!half.isEmpty()) {
      in = CharBuffer.allocate(length + 1).put(half).put(in).flip();
    }
    CoderResult result;
    do {
      result = utf8.encode(in, encoded, false);
      fragments.write(encoded.array(), 0, encoded.position());
      encoded.clear();
    } while (result.isOverflow());
    half = in.toString();
    if (result.isError()) {
      throw unpaired();
    }
  }

  @Override
  public void flush() throws IOException {
    fragments.flush();
  }

  @Override
  public void close() throws IOException {
    if (half.isEmpty()) {
      fragments.close();
    } else {
      throw unpaired();
    }
  }

  private CharacterCodingException unpaired() {
    half = "";
    fragments.abandon("it has an unpaired surrogate");
    return new MalformedInputException(1);
  }
}
