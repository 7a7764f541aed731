package io.tidewire.deflate;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidewire.protocol.Decompressor.Progress;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// zlib whose `malloc` returns null, which is never an exception to who sends or receives.
class NoMemoryTest {
  private static final DeflaterKind KIND = new DeflaterKind(1, 15, 5);
  private static final byte[] PAYLOAD = Wire.hex("f2 48 cd c9 c9 07 00");

  // How often zlib still gets what it asks for.
  private static int left;

  private final Scratch scratch = new Scratch();
  private final CountingBudget budget = new CountingBudget();
  private long bytesBefore;

  @SuppressWarnings({"restricted", "unused"}) // called by zlib
  private static MemorySegment zalloc(MemorySegment opaque, int items, int size) {
    return left-- > 0 ? NativeMemory.zalloc(opaque, items, size) : MemorySegment.NULL;
  }

  @SuppressWarnings("restricted") // to hand memory to C is what this is for
  private static MemorySegment stub(Arena arena) {
    try {
      MethodType type =
          MethodType.methodType(MemorySegment.class, MemorySegment.class, int.class, int.class);
      return Linker.nativeLinker()
          .upcallStub(
              MethodHandles.lookup().findStatic(NoMemoryTest.class, "zalloc", type),
              FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT),
              arena);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("zalloc", e);
    }
  }

  private static final MemorySegment ZALLOC = stub(Arena.global());

  private static final class CountingBudget implements Budget {
    private long used;

    @Override
    public boolean take(long bytes) {
      used += bytes;
      return true;
    }

    @Override
    public void give(long bytes) {
      used -= bytes;
    }
  }

  @BeforeEach
  void note() {
    bytesBefore = Zlib.nativeBytes();
  }

  @AfterEach
  void everythingIsGivenBack() {
    scratch.close();
    assertThat(Zlib.nativeBytes()).isEqualTo(bytesBefore);
    assertThat(budget.used).isZero();
  }

  private Shelf<InflateContext> inflaters() {
    return new Shelf<>(() -> new NativeInflater(15, new ZStream(scratch, ZALLOC)), 40_000);
  }

  private Shelf<DeflateContext> deflaters() {
    return new Shelf<>(() -> new NativeDeflater(KIND, new ZStream(scratch, ZALLOC)), 150_000);
  }

  private static Progress receive(MessageInflater by, boolean last) {
    return by.decompress(ByteBuffer.wrap(PAYLOAD), ByteBuffer.allocate(100), last);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutAContextNothingIsReadAndLaterItGoesOn(boolean takeover) {
    try (Shelf<InflateContext> shelf = inflaters()) {
      MessageInflater inflater = new MessageInflater(shelf, takeover, budget);
      left = 0;
      assertThat(receive(inflater, true)).isEqualTo(Progress.NO_MEMORY);
      left = Integer.MAX_VALUE;
      assertThat(receive(inflater, true)).isEqualTo(Progress.COMPLETE);
      inflater.close();
    }
  }

  // zlib allocates its state first, and the window when the first bytes come out.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutAWindowTheMessageCannotGoOn(boolean takeover) {
    try (Shelf<InflateContext> shelf = inflaters()) {
      MessageInflater inflater = new MessageInflater(shelf, takeover, budget);
      left = 1;
      assertThat(receive(inflater, false)).isEqualTo(Progress.NO_MEMORY);
      left = Integer.MAX_VALUE;
      assertThat(receive(inflater, true)).isEqualTo(Progress.NO_MEMORY);
      inflater.close();
      MessageInflater next = new MessageInflater(shelf, takeover, budget);
      assertThat(receive(next, true)).isEqualTo(Progress.COMPLETE);
      next.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutADeflaterMessagesGoUncompressed(boolean takeover) {
    try (Shelf<DeflateContext> shelf = deflaters()) {
      MessageDeflater deflater = new MessageDeflater(shelf, takeover, budget);
      for (int allocations = 0; allocations < 4; allocations++) {
        left = allocations;
        assertThat(deflater.begin()).isFalse();
      }
      left = Integer.MAX_VALUE;
      assertThat(deflater.begin()).isTrue();
      deflater.close();
    }
  }

  @Test
  void whatWasPaidForNothingIsGivenBack() {
    try (Shelf<InflateContext> shelf = inflaters()) {
      left = Integer.MAX_VALUE;
      InflateContext first = shelf.take(budget);
      left = 0;
      assertThat(shelf.take(budget)).isNull();
      assertThat(budget.used).isZero();
      left = Integer.MAX_VALUE;
      InflateContext second = shelf.take(budget);
      assertThat(budget.used).isEqualTo(40_000);
      shelf.give(first, budget);
      shelf.give(second, budget);
    }
  }

  @Test
  void whatMallocRefusesIsToldAsAnError() {
    assertThat(NativeMemory.allocate(Long.MAX_VALUE / 2)).isNull();
    assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> Scratch.require(null));
  }
}
