package io.tidewire.deflate;

import io.tidewire.deflate.MessageDeflater.Flush;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/// Deflates with as much or as little room at a time as chance has it, and in ways that are legal
/// and not ours.
final class RandomDeflater {
  // Stored, and not final (RFC 1951 §3.2.4), for where the last block ended with a byte
  private static final byte[] EMPTY_BLOCK = {0, 0, 0, -1, -1};

  private final Random random;

  RandomDeflater(Random random) {
    this.random = random;
  }

  /// A whole message's payload.
  byte[] whole(MessageDeflater deflater, byte[] message) {
    return deflate(deflater, message, Flush.MESSAGE);
  }

  byte[] deflate(MessageDeflater deflater, byte[] part, Flush flush) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    ByteBuffer in = Wire.buffer(part, 0, part.length, random.nextBoolean());
    boolean done;
    do {
      int room = MessageDeflater.MIN_ROOM + random.nextInt(1 << random.nextInt(16));
      ByteBuffer out = Wire.buffer(room, random.nextBoolean());
      done = deflater.deflate(in, out, flush);
      byte[] bytes = new byte[out.flip().remaining()];
      out.get(bytes);
      payload.writeBytes(bytes);
    } while (!done);
    return payload.toByteArray();
  }

  /// The payload of a message in several runs of blocks, each of which ends with BFINAL set, with
  /// empty blocks in between (RFC 7692 §7.2.3.4 and §7.2.3.5). That of an empty message is one
  /// octet, 0x00. The last such octet may be missing after BFINAL, as some senders leave it out.
  byte[] finalBlocks(byte[] message) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    boolean ended = false;
    int at = 0;
    while (at < message.length) {
      int end = at + 1 + random.nextInt(message.length - at);
      payload.writeBytes(finished(Arrays.copyOfRange(message, at, end)));
      ended = random.nextInt(3) > 0;
      if (!ended) {
        payload.writeBytes(EMPTY_BLOCK);
      }
      at = end;
    }
    if (!ended || random.nextBoolean()) {
      payload.write(0);
    }
    return payload.toByteArray();
  }

  private byte[] finished(byte[] part) {
    try (Deflater deflater = new Deflater(random.nextInt(10), true)) {
      deflater.setInput(part);
      deflater.finish();
      byte[] out = new byte[part.length + 100];
      int size = deflater.deflate(out);
      return Arrays.copyOf(out, size);
    }
  }
}
