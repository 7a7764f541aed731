package io.tidewire.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The CPU time of this process: of all its threads, those that have ended included. Where the
/// system may be called it is exact; the JDK's own figure moves by 10 ms at a time on Linux, which
/// is the CPU time of a thousand messages.
final class CpuClock {
  // CLOCK_PROCESS_CPUTIME_ID of <time.h>
  private static final int ON_LINUX = 2;
  private static final int ON_MACOS = 12;

  private static final LongSupplier CLOCK = exact().orElseGet(CpuClock::ofJdk);

  private CpuClock() {}

  /// Nanoseconds since the process began.
  static long nanos() {
    return CLOCK.getAsLong();
  }

  private static LongSupplier ofJdk() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getProcessCpuTime;
  }

  @SuppressWarnings("restricted") // it calls one function, of this signature
  // POSIX alone has it. What it writes is a `struct timespec`: seconds, then nanoseconds.
  private static Optional<LongSupplier> exact() {
    if (!CpuClock.class.getModule().isNativeAccessEnabled()
        || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return Optional.empty();
    }
    int id = System.getProperty("os.name").startsWith("Mac") ? ON_MACOS : ON_LINUX;
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("clock_gettime")
        .map(function ->
            linker.downcallHandle(
                function,
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS)))
        .map(clockGettime -> () -> read(clockGettime, id));
  }

  private static long read(MethodHandle clockGettime, int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
      if ((int) clockGettime.invokeExact(id, time) != 0) {
        throw new IllegalStateException("clock_gettime does not know the clock " + id);
      }
      return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
          + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }
}
