package io.tidewire.deflate;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.List;

/// zlib's `z_stream` in native memory, and how byte buffers are put into it. Direct buffers are
/// worked on where they lie; others go through the scratch, a piece at a time.
final class ZStream implements AutoCloseable {
  // uLong is 8 bytes on Unix and 4 on Windows.
  private static final MemoryLayout C_LONG = Linker.nativeLinker().canonicalLayouts().get("long");

  private static final MemoryLayout LAYOUT =
      struct(
          ADDRESS.withName("next_in"),
          JAVA_INT.withName("avail_in"),
          C_LONG.withName("total_in"),
          ADDRESS.withName("next_out"),
          JAVA_INT.withName("avail_out"),
          C_LONG.withName("total_out"),
          ADDRESS.withName("msg"),
          ADDRESS.withName("state"),
          ADDRESS.withName("zalloc"),
          ADDRESS.withName("zfree"),
          ADDRESS.withName("opaque"),
          JAVA_INT.withName("data_type"),
          C_LONG.withName("adler"),
          C_LONG.withName("reserved"));

  /// `sizeof(z_stream)`, which zlib compares with its own.
  static final int SIZE = (int) LAYOUT.byteSize();

  private static final long NEXT_IN = offset("next_in");
  private static final long AVAIL_IN = offset("avail_in");
  private static final long NEXT_OUT = offset("next_out");
  private static final long AVAIL_OUT = offset("avail_out");
  private static final long MSG = offset("msg");
  private static final long DATA_TYPE = offset("data_type");

  // Behind the struct, a long that counts what zlib has allocated for it.
  private static final long COUNTER = SIZE;

  private static final int LONGEST_FAULT = 80;

  private final Scratch scratch;

  // Null once closed.
  private MemorySegment struct;

  // what is staged for one call
  private int stagedIn;
  private int stagedOut;

  /// @throws OutOfMemoryError when there is no memory
  ZStream(Scratch scratch) {
    this(scratch, NativeMemory.ZALLOC);
  }

  /// @param zalloc what zlib allocates with
  ZStream(Scratch scratch, MemorySegment zalloc) {
    this.scratch = scratch;
    struct = Scratch.require(NativeMemory.allocate(COUNTER + Long.BYTES));
    struct.fill((byte) 0);
    struct.set(ADDRESS, offset("zalloc"), zalloc);
    struct.set(ADDRESS, offset("zfree"), NativeMemory.ZFREE);
    struct.set(ADDRESS, offset("opaque"), struct.asSlice(COUNTER));
  }

  /// What zlib's functions take.
  ///
  /// @throws IllegalStateException when closed
  MemorySegment pointer() {
    if (struct == null) {
      throw new IllegalStateException("this context is closed");
    }
    return struct;
  }

  boolean isClosed() {
    return struct == null;
  }

  long bytes() {
    return struct == null ? 0 : struct.byteSize() + struct.get(JAVA_LONG, COUNTER);
  }

  /// Points zlib to as much of both buffers as one call can take.
  ///
  /// @return whether that is all of `in`
  /// @throws ReadOnlyBufferException for an `out` that must not be written, which C would not
  ///   notice
  boolean stage(ByteBuffer in, ByteBuffer out) {
    MemorySegment z = pointer();
    if (out.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    stagedIn = in.isDirect() ? in.remaining() : Math.min(in.remaining(), Scratch.SIZE);
    stagedOut = out.isDirect() ? out.remaining() : Math.min(out.remaining(), Scratch.SIZE);
    z.set(JAVA_LONG, NEXT_IN, in.isDirect() ? address(in) : scratch.copy(in, stagedIn));
    z.set(JAVA_INT, AVAIL_IN, stagedIn);
    z.set(JAVA_LONG, NEXT_OUT, out.isDirect() ? address(out) : scratch.out());
    z.set(JAVA_INT, AVAIL_OUT, stagedOut);
    return stagedIn == in.remaining();
  }

  private static long address(ByteBuffer direct) {
    return MemorySegment.ofBuffer(direct).address();
  }

  /// Moves both buffers on by what the call has read and written.
  ///
  /// @return whether it left room in what was staged for output
  boolean settle(ByteBuffer in, ByteBuffer out) {
    int left = struct.get(JAVA_INT, AVAIL_OUT);
    int written = stagedOut - left;
    in.position(in.position() + stagedIn - struct.get(JAVA_INT, AVAIL_IN));
    if (out.isDirect()) {
      out.position(out.position() + written);
    } else {
      scratch.copyTo(out, written);
    }
    return left > 0;
  }

  /// After a call of `inflate`: the bits that are left of the last byte, +64 in a final block, +128
  /// between two blocks.
  int dataType() {
    return struct.get(JAVA_INT, DATA_TYPE);
  }

  /// zlib's words for what is wrong.
  @SuppressWarnings("restricted") // they lie within zlib
  String fault() {
    MemorySegment message = struct.get(ADDRESS, MSG);
    return message.equals(MemorySegment.NULL)
        ? "not DEFLATE"
        : message.reinterpret(LONGEST_FAULT).getString(0);
  }

  /// Frees the struct; what zlib has allocated must be freed before.
  @Override
  public void close() {
    if (struct != null) {
      NativeMemory.free(struct);
      struct = null;
    }
  }

  private static long offset(String name) {
    return LAYOUT.byteOffset(groupElement(name));
  }

  // As a C compiler lays it out: each member at a multiple of its own alignment.
  private static MemoryLayout struct(MemoryLayout... members) {
    List<MemoryLayout> padded = new ArrayList<>();
    long size = 0;
    long alignment = 1;
    for (MemoryLayout member : members) {
      size += pad(padded, size, member.byteAlignment());
      padded.add(member);
      size += member.byteSize();
      alignment = Math.max(alignment, member.byteAlignment());
    }
    pad(padded, size, alignment);
    return MemoryLayout.structLayout(padded.toArray(MemoryLayout[]::new));
  }

  private static long pad(List<MemoryLayout> members, long size, long alignment) {
    long padding = -size & (alignment - 1);
    if (padding > 0) {
      members.add(MemoryLayout.paddingLayout(padding));
    }
    return padding;
  }
}
