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

/// Time per message that an engine receives and sends back from within the call that reports it, as
/// an event handler does that echoes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EchoBenchmark {
  @Param({"SERVER", "CLIENT"})
  private Role role;

  @Param({"BINARY", "TEXT"})
  private Opcode opcode;

  @Param({"64", "1024", "16384"})
  private int size;

  private Engine engine;
  private ByteBuffer read;
  private ByteBuffer out;
  private CountingListener listener;

  @Setup
  public void setUp() {
    engine = Frames.engine(role);
    read = Frames.read(role.peer(), opcode, Frames.ascii(size));
    out = ByteBuffer.allocateDirect(Frames.COUNT * engine.frameSize(size));
    listener =
        new CountingListener() {
          @Override
          public void onData(boolean text, boolean last, ByteBuffer payload) {
            engine.encode(text ? Opcode.TEXT : Opcode.BINARY, last, payload, out);
          }
        };
  }

  @Benchmark
  @OperationsPerInvocation(Frames.COUNT)
  public ByteBuffer echo() {
    out.clear();
    engine.receive(read.rewind(), listener);
    return out;
  }
}
