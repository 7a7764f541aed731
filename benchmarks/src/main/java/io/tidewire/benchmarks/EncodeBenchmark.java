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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Time per message that an engine sends. A client's are masked and a server's are not, so the two
/// differ by the masking.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EncodeBenchmark {
  @Param({"SERVER", "CLIENT"})
  private Role role;

  @Param({"64", "1024", "16384"})
  private int size;

  private Engine engine;
  private ByteBuffer payload;
  private ByteBuffer out;

  @Setup
  public void setUp() {
    engine = Frames.engine(role);
    payload = ByteBuffer.wrap(Frames.ascii(size));
    out = ByteBuffer.allocateDirect(engine.frameSize(size));
  }

  @Benchmark
  public ByteBuffer encode() {
    engine.encode(Opcode.BINARY, true, payload.rewind(), out.clear());
    return out;
  }
}
