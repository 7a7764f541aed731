package io.tidewire.deflate;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// The library that compresses, and the memory that it takes. Which one it is is decided once, when
/// it is first needed, and then logged to `io.tidewire` at the level INFO.
///
/// Choosing takes 0.2 to 0.3 s of CPU time, for Java has to learn to call C. A server that is to
/// compress does it in the background as it starts, and a client on the thread that first connects:
/// never on an event loop, unless a connection comes within that time.
///
/// The machine's zlib is taken where it is found and may be called. The system property
/// `io.tidewire.deflate.engine` decides otherwise: with `java.util.zip` the JDK's is taken.
///
/// Both honour every window, and each reads what the other writes. `java.util.zip` costs more: 263
/// KiB for each deflater and 39 KiB for each inflater whatever window and memory level are asked
/// for, in the heap one window for each inflater, and larger messages in a window of less than 15
/// bits. It does not notice when a peer reaches back beyond the agreed window, and may take a
/// message that was cut short for a whole one.
public final class Zlib {
  private static final String PROPERTY = "io.tidewire.deflate.engine";
  private static final String JDK = "java.util.zip";

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private Zlib() {}

  /// The library in use and its version, such as `zlib 1.3.1 (native)`, or `java.util.zip`.
  public static String engine() {
    return codec().name();
  }

  /// Has the library chosen, on a thread that ends with that.
  public static void chooseInBackground() {
    Thread.ofPlatform().daemon().name("tidewire-zlib").start(Zlib::codec);
  }

  /// The bytes outside the heap that all compression of this process holds now. Zero when no pool
  /// and no connection is left.
  public static long nativeBytes() {
    return CompressionMemory.NATIVE.get();
  }

  /// The bytes of the budget that are promised to connections now; see
  /// [CompressionOptions#memoryBudget].
  public static long reservedBytes() {
    return CompressionMemory.reserved();
  }

  static Codec codec() {
    Choice choice = Chosen.CHOICE;
    // Not while it is made: a log that fails would make compression fail for good.
    if (!TOLD.getAndSet(true)) {
      System.getLogger("io.tidewire").log(Level.INFO, choice.toString());
    }
    return choice.codec;
  }

  private record Choice(Codec codec, String why) {
    static Choice make() {
      if (System.getProperty(PROPERTY, "").equals(JDK)) {
        return new Choice(new JdkCodec(), "as " + PROPERTY + " says");
      }
      try {
        return new Choice(new NativeCodec(), "through native access");
      } catch (LinkageError e) {
        String why = "since the machine's zlib cannot be used: " + innermost(e);
        return new Choice(new JdkCodec(), why);
      }
    }

    // What failed within a class's initializer is told by the innermost cause.
    private static String innermost(Throwable failure) {
      Throwable cause = failure;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    @Override
    public String toString() {
      return "permessage-deflate works with " + codec.name() + ", " + why;
    }
  }

  // Made when first asked for.
  private static final class Chosen {
    static final Choice CHOICE = Choice.make();
  }
}
