package io.tidewire.deflate;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// The C library's `malloc` and `free` with every byte counted, for this module and, as `zalloc`
/// and `zfree`, for zlib.
///
/// A block is preceded by a header that holds its size, since `free` is not told it.
@SuppressWarnings("restricted") // to hand memory to C is what this class is for
final class NativeMemory {
  // As large as malloc's alignment, so that what follows is aligned as well.
  private static final long HEADER = 16;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle MALLOC =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("malloc"), FunctionDescriptor.of(ADDRESS, JAVA_LONG));
  private static final MethodHandle FREE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("free"), FunctionDescriptor.ofVoid(ADDRESS));

  /// `voidpf zalloc(voidpf opaque, uInt items, uInt size)`
  static final MemorySegment ZALLOC =
      stub("zalloc", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));

  /// `void zfree(voidpf opaque, voidpf address)`
  static final MemorySegment ZFREE = stub("zfree", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));

  private NativeMemory() {}

  /// A block with arbitrary content, or null when there is no memory.
  static MemorySegment allocate(long bytes) {
    MemorySegment block = malloc(HEADER + bytes);
    if (block.equals(MemorySegment.NULL)) {
      return null;
    }
    block.reinterpret(HEADER).set(JAVA_LONG, 0, bytes);
    CompressionMemory.NATIVE.addAndGet(bytes);
    return MemorySegment.ofAddress(block.address() + HEADER).reinterpret(bytes);
  }

  /// Frees a block and tells the size that it had.
  static long free(MemorySegment block) {
    MemorySegment start = MemorySegment.ofAddress(block.address() - HEADER).reinterpret(HEADER);
    long bytes = start.get(JAVA_LONG, 0);
    CompressionMemory.NATIVE.addAndGet(-bytes);
    try {
      FREE.invokeExact(start);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // free throws nothing
    }
    return bytes;
  }

  private static MemorySegment malloc(long bytes) {
    try {
      return (MemorySegment) MALLOC.invokeExact(bytes);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // malloc throws nothing
    }
  }

  /// What [#ZALLOC] calls.
  ///
  /// @param opaque points to the context's own count of bytes
  static MemorySegment zalloc(MemorySegment opaque, int items, int size) {
    MemorySegment block = allocate(Integer.toUnsignedLong(items) * Integer.toUnsignedLong(size));
    if (block == null) {
      return MemorySegment.NULL;
    }
    count(opaque, block.byteSize());
    return block;
  }

  @SuppressWarnings("unused") // called by zlib
  private static void zfree(MemorySegment opaque, MemorySegment block) {
    count(opaque, -free(block));
  }

  private static void count(MemorySegment opaque, long bytes) {
    MemorySegment counter = opaque.reinterpret(Long.BYTES);
    counter.set(JAVA_LONG, 0, counter.get(JAVA_LONG, 0) + bytes);
  }

  private static MemorySegment stub(String method, FunctionDescriptor type) {
    try {
      MethodHandle target =
          MethodHandles.lookup().findStatic(NativeMemory.class, method, type.toMethodType());
      return LINKER.upcallStub(target, type, Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(method, e);
    }
  }
}
