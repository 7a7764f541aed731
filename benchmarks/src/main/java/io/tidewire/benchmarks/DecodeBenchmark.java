package io.tidewire.benchmarks;

import io.tidewire.protocol.Engine;
import io.tidewire.protocol.Opcode;
import io.tidewire.protocol.Role;
import java.nio.ByteBuffer;
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

/// Time per message that an engine receives. A server's are masked and a client's are not, so the
/// two differ by the unmasking; text and binary differ by the check that text is UTF-8.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecodeBenchmark {
  @Param({"SERVER", "CLIENT"})
  private Role role;

  @Param({"BINARY", "TEXT"})
  private Opcode opcode;

  @Param({"64", "1024", "16384"})
  private int size;

  private final CountingListener listener = new CountingListener();
  private Engine engine;
  private ByteBuffer read;

  @Setup
  public void setUp() {
    engine = Frames.engine(role);
    read = Frames.read(role.peer(), opcode, Frames.ascii(size));
  }

  @Benchmark
  @OperationsPerInvocation(Frames.COUNT)
  public long decode() {
    engine.receive(read.rewind(), listener);
    return listener.bytes;
  }
}
