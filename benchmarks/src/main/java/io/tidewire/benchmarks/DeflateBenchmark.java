package io.tidewire.benchmarks;

import io.tidewire.deflate.Budget;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.CompressionPool;
import io.tidewire.deflate.MessageDeflater.Flush;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.deflate.Zlib;
import io.tidewire.load.Payload;
import io.tidewire.protocol.Extension;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Time to compress a JSON message, to inflate it, and for both, as an echo does. Says at the start
/// what the messages shrink to.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DeflateBenchmark {
  private static final int COUNT = 64;

  @Param({"zlib", "java.util.zip"})
  private String engine;

  @Param({"1024", "16384"})
  private int size;

  @Param({"1", "2", "3", "6"})
  private int level;

  @Param("5")
  private int memLevel;

  @Param("15")
  private int windowBits;

  @Param({"false", "true"})
  private boolean takeover;

  private CompressionPool pool;
  private final ByteBuffer[] plain = new ByteBuffer[COUNT];
  private final ByteBuffer[] compressed = new ByteBuffer[COUNT];
  private PerMessageDeflate deflate;
  private ByteBuffer out;
  private ByteBuffer message;
  private int next;

  @Setup(Level.Trial)
  public void setUp() {
    System.setProperty("io.tidewire.deflate.engine", engine); // before the library is chosen
    pool = new CompressionPool(Budget.UNBOUNDED);
    deflate = open();
    out = ByteBuffer.allocateDirect(2 * size);
    message = ByteBuffer.allocateDirect(size);
    Payload json = new Payload(Payload.Kind.JSON, size);
    long total = 0;
    PerMessageDeflate sender = open();
    for (int i = 0; i < COUNT; i++) {
      plain[i] = ByteBuffer.allocateDirect(size).put(json.generate(i)).flip();
      compressed[i] = ByteBuffer.allocateDirect(2 * size);
      compress(sender, plain[i], compressed[i]);
      total += compressed[i].flip().remaining();
    }
    sender.close();
    System.out.printf("%s: %d bytes become %d%n", Zlib.engine(), size, total / COUNT);
  }

  private PerMessageDeflate open() {
    CompressionOptions options =
        CompressionOptions.DEFAULTS
            .withLevel(level)
            .withMemLevel(memLevel)
            .withWindowBits(windowBits, windowBits)
            .withTakeover(takeover, takeover);
    List<Extension> offers = Extension.parse(List.of("permessage-deflate; client_max_window_bits"));
    PerMessageDeflate opened = PerMessageDeflate.accept(offers, options).orElseThrow().deflate();
    opened.open(pool);
    return opened;
  }

  private static void compress(PerMessageDeflate by, ByteBuffer plain, ByteBuffer out) {
    if (!by.deflater().begin()
        || !by.deflater().deflate(plain.rewind(), out.clear(), Flush.MESSAGE)) {
      throw new IllegalStateException("no room");
    }
  }

  @TearDown
  public void tearDown() {
    deflate.close();
    pool.close();
  }

  @Benchmark
  public ByteBuffer deflate() {
    compress(deflate, plain[next++ % COUNT], out);
    return out;
  }

  @Benchmark
  public ByteBuffer inflate() {
    deflate.inflater().decompress(compressed[next++ % COUNT].rewind(), message.clear(), true);
    return message;
  }

  @Benchmark
  public ByteBuffer echo() {
    compress(deflate, plain[next++ % COUNT], out);
    deflate.inflater().decompress(out.flip(), message.clear(), true);
    return message;
  }
}
