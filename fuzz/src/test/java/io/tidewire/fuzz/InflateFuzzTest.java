package io.tidewire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidewire.deflate.Budget;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.CompressionPool;
import io.tidewire.deflate.MessageInflater;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.Decompressor.Progress;
import io.tidewire.protocol.Extension;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Any bytes as a compressed message, received twice in a row if it is whole: however they are cut,
/// and however little room there is at a time, the outcome is the same, and what the JDK makes of
/// it.
class InflateFuzzTest {
  private static final String COMPLETE = "complete";
  private static final int LARGEST = 1 << 14;
  private static final long GUARD = 0x5a5a_5a5a_5a5a_5a5aL;

  @FuzzTest(maxDuration = "20s")
  void anyCutIsInflatedAlike(byte[] data) {
    Input input = new Input(data);
    long before = Zlib.nativeBytes();
    byte[] message = input.bytes();
    List<String> whole = receiveTwice(input, List.of(ByteBuffer.wrap(message)), LARGEST);
    List<String> cut = receiveTwice(input, input.pieces(), 1 + message.length % 300);
    assertThat(cut).isEqualTo(whole);
    if (whole.getFirst().startsWith(COMPLETE)) {
      assertThat(whole.getFirst()).isEqualTo(complete(reference(message)));
    }
    assertThat(Zlib.nativeBytes()).isEqualTo(before);
  }

  private static List<String> receiveTwice(Input input, List<ByteBuffer> pieces, int room) {
    List<String> outcomes = new ArrayList<>();
    try (CompressionPool pool = new CompressionPool(Budget.UNBOUNDED);
        PerMessageDeflate deflate = deflate(input)) {
      deflate.open(pool);
      do {
        outcomes.add(receive(deflate.inflater(), pieces, room));
      } while (outcomes.size() < 2 && outcomes.getLast().startsWith(COMPLETE));
    }
    return outcomes;
  }

  // With windows of 15 bits: zlib follows a distance out of a smaller one where the room of one
  // call reaches as far, so that cuts make a difference there.
  private static PerMessageDeflate deflate(Input input) {
    List<Extension> offer = Extension.parse(List.of("permessage-deflate"));
    CompressionOptions options = CompressionOptions.DEFAULTS.withTakeover(false, input.choice(0));
    return PerMessageDeflate.accept(offer, options).orElseThrow().deflate();
  }

  private static String receive(MessageInflater inflater, List<ByteBuffer> pieces, int room) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    ByteBuffer out = guarded(room);
    Progress progress = Progress.MORE_INPUT;
    for (int i = 0; progress == Progress.MORE_INPUT && i <= pieces.size(); i++) {
      boolean last = i == pieces.size();
      ByteBuffer in = last ? ByteBuffer.allocate(0) : pieces.get(i).duplicate();
      do {
        progress = inflater.decompress(in, out, last);
        drain(out, message);
      } while (progress == Progress.MORE_ROOM && message.size() < LARGEST);
    }
    return switch (progress) {
      case COMPLETE -> complete(message.toByteArray());
      case MORE_ROOM -> "larger than " + LARGEST;
      case CORRUPT -> {
        assertThat(inflater.fault()).isNotBlank();
        yield message.size() >= LARGEST ? "larger than " + LARGEST : "corrupt";
      }
      default -> throw new AssertionError(progress);
    };
  }

  private static String complete(byte[] message) {
    return message.length >= LARGEST
        ? "larger than " + LARGEST
        : COMPLETE + " " + Arrays.hashCode(message) + " of " + message.length;
  }

  // ---- what is written lies within the room

  private static ByteBuffer guarded(int room) {
    ByteBuffer out = ByteBuffer.allocateDirect(room + 2 * Long.BYTES);
    return out.putLong(GUARD).putLong(Long.BYTES + room, GUARD).limit(Long.BYTES + room);
  }

  private static void drain(ByteBuffer out, ByteArrayOutputStream message) {
    byte[] bytes = new byte[out.position() - Long.BYTES];
    out.get(Long.BYTES, bytes);
    message.writeBytes(bytes);
    out.position(Long.BYTES);
    assertThat(out.getLong(0)).isEqualTo(GUARD);
    assertThat(out.duplicate().clear().getLong(out.limit())).isEqualTo(GUARD);
  }

  // ---- the JDK

  // As much as is sound, up to the limit. A block with BFINAL set ends what the JDK reads at a
  // time, and has it forget the window.
  private static byte[] reference(byte[] payload) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int at = 0;
    while (at < payload.length && message.size() < LARGEST) {
      at += inflate(payload, at, message);
    }
    return message.toByteArray();
  }

  // Returns how much it has read.
  private static int inflate(byte[] payload, int at, ByteArrayOutputStream message) {
    byte[] buffer = new byte[LARGEST];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setDictionary(message.toByteArray());
      inflater.setInput(payload, at, payload.length - at);
      message.write(buffer, 0, inflater.inflate(buffer));
      return inflater.finished() ? payload.length - at - inflater.getRemaining() : payload.length;
    } catch (DataFormatException e) {
      throw new AssertionError("the JDK refuses it: " + Arrays.toString(payload), e);
    }
  }
}
