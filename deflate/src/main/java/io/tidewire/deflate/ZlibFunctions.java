package io.tidewire.deflate;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.Stream;

/// The functions of the machine's zlib, or of a library that stands in for it. This class fails to
/// initialize where there is none, or where native access is refused.
///
/// None is linked as "critical": a message may take long, and the collector must not wait for it.
@SuppressWarnings("restricted") // to call C is what this class is for
final class ZlibFunctions {
  static final int Z_OK = 0;
  static final int Z_STREAM_END = 1;
  static final int Z_DATA_ERROR = -3;
  static final int Z_MEM_ERROR = -4;
  static final int Z_BUF_ERROR = -5; // nothing to do: no input, or no room

  // Linux and the BSDs, macOS, Windows
  private static final List<String> NAMES = List.of("libz.so.1", "libz.dylib", "zlib1.dll");

  private static final SymbolLookup LIBRARY = load();
  private static final MethodHandle ZLIB_VERSION = link("zlibVersion", ADDRESS);
  private static final MethodHandle DEFLATE_INIT2 =
      link(
          "deflateInit2_",
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          JAVA_INT,
          ADDRESS,
          JAVA_INT);
  private static final MethodHandle INFLATE_INIT2 =
      link("inflateInit2_", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle DEFLATE = link("deflate", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle INFLATE = link("inflate", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle DEFLATE_RESET = link("deflateReset", JAVA_INT, ADDRESS);
  private static final MethodHandle INFLATE_RESET = link("inflateReset", JAVA_INT, ADDRESS);
  private static final MethodHandle INFLATE_RESET_KEEP =
      link("inflateResetKeep", JAVA_INT, ADDRESS);
  private static final MethodHandle DEFLATE_END = link("deflateEnd", JAVA_INT, ADDRESS);
  private static final MethodHandle INFLATE_END = link("inflateEnd", JAVA_INT, ADDRESS);

  private static final MemorySegment VERSION = version();

  private ZlibFunctions() {}

  /// Such as `1.3.1`.
  static String versionText() {
    return VERSION.getString(0);
  }

  /// Raw DEFLATE with the default strategy.
  static void deflateInit(MemorySegment stream, int level, int windowBits, int memLevel) {
    int method = 8; // Z_DEFLATED
    int strategy = 0; // Z_DEFAULT_STRATEGY
    int status;
    try {
      status =
          (int)
              DEFLATE_INIT2.invokeExact(
                  stream, level, method, -windowBits, memLevel, strategy, VERSION, ZStream.SIZE);
    } catch (Throwable t) {
      throw unexpected(t);
    }
    require("deflateInit2", status);
  }

  /// Raw DEFLATE.
  static void inflateInit(MemorySegment stream, int windowBits) {
    int status;
    try {
      status = (int) INFLATE_INIT2.invokeExact(stream, -windowBits, VERSION, ZStream.SIZE);
    } catch (Throwable t) {
      throw unexpected(t);
    }
    require("inflateInit2", status);
  }

  static int deflate(MemorySegment stream, int flush) {
    return call(DEFLATE, stream, flush);
  }

  static int inflate(MemorySegment stream, int flush) {
    return call(INFLATE, stream, flush);
  }

  static void deflateReset(MemorySegment stream) {
    require("deflateReset", call(DEFLATE_RESET, stream));
  }

  static void inflateReset(MemorySegment stream) {
    require("inflateReset", call(INFLATE_RESET, stream));
  }

  /// As [#inflateReset], but with the window kept.
  static void inflateResetKeep(MemorySegment stream) {
    require("inflateResetKeep", call(INFLATE_RESET_KEEP, stream));
  }

  // In the midst of a stream, this tells Z_DATA_ERROR, and frees all the same.
  static void deflateEnd(MemorySegment stream) {
    int status = call(DEFLATE_END, stream);
    require("deflateEnd", status == Z_DATA_ERROR ? Z_OK : status);
  }

  static void inflateEnd(MemorySegment stream) {
    require("inflateEnd", call(INFLATE_END, stream));
  }

  private static void require(String function, int status) {
    if (status != Z_OK) {
      throw failure(function, status);
    }
  }

  /// What to throw when zlib answers with what only a fault of ours, or its own, can lead to.
  static Error failure(String function, int status) {
    return status == Z_MEM_ERROR
        ? new OutOfMemoryError("no native memory left for compression")
        : new LinkageError(function + " of zlib failed with " + status);
  }

  private static int call(MethodHandle function, MemorySegment stream) {
    try {
      return (int) function.invokeExact(stream);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static int call(MethodHandle function, MemorySegment stream, int argument) {
    try {
      return (int) function.invokeExact(stream, argument);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static AssertionError unexpected(Throwable thrown) {
    return new AssertionError("a function of C throws nothing", thrown);
  }

  // zlib refuses a caller whose header file is of another major version; the z_stream that
  // [ZStream] lays out is that of version 1.
  private static MemorySegment version() {
    try {
      MemorySegment version = (MemorySegment) ZLIB_VERSION.invokeExact();
      MemorySegment text = version.reinterpret(Byte.MAX_VALUE);
      if (!text.getString(0).startsWith("1.")) {
        throw new LinkageError("zlib " + text.getString(0) + " is not version 1");
      }
      return text;
    } catch (Throwable t) {
      throw new LinkageError("zlib does not tell its version", t);
    }
  }

  private static SymbolLookup load() {
    return NAMES.stream()
        .flatMap(ZlibFunctions::open)
        .findFirst()
        .orElseThrow(() -> new LinkageError("no zlib found, looked for " + NAMES));
  }

  private static Stream<SymbolLookup> open(String name) {
    try {
      return Stream.of(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException notFound) {
      return Stream.empty();
    }
  }

  private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(LIBRARY.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }
}
