package io.tidewire.benchmarks;

import io.tidewire.protocol.Engine;
import io.tidewire.protocol.Opcode;
import io.tidewire.protocol.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Time per text message of 16 KiB that a client receives: there is nothing to unmask, so this is
/// the check that it is UTF-8, in texts of one, two, three and four bytes a character, and mixed
/// ones.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Utf8Benchmark {
  private static final int SIZE = 16 * 1024;

  @Param({"tidewire", "привет", "你好世界", "😀🌊", "naïve café, très bien"})
  private String words;

  private final CountingListener listener = new CountingListener();
  private Engine engine;
  private ByteBuffer read;

  @Setup
  public void setUp() {
    byte[] once = words.getBytes(StandardCharsets.UTF_8);
    byte[] text = words.repeat(SIZE / once.length).getBytes(StandardCharsets.UTF_8);
    engine = Frames.engine(Role.CLIENT);
    read = Frames.read(Role.SERVER, Opcode.TEXT, text);
  }

  @Benchmark
  @OperationsPerInvocation(Frames.COUNT)
  public long validate() {
    engine.receive(read.rewind(), listener);
    return listener.bytes;
  }
}
