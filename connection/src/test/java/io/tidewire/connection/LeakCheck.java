package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class that leaves a buffer behind, be it Netty's or the engine's. JUnit finds it by
/// itself, and applies it to all.
public final class LeakCheck implements AfterAllCallback {
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  static {
    // Before Netty makes its first buffer.
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Detectors());
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    collectGarbage();
    // The detector looks for leaks when it is given a new buffer.
    ByteBufAllocator.DEFAULT.directBuffer(1).release();
    assertThat(LEAKS).as("buffers that were never released").isEmpty();
    assertThat(MemoryBudget.PROCESS.used()).as("bytes of unfinished messages").isZero();
  }

  // Until an object that nobody holds is known to be gone, and so what was left behind before it.
  private static void collectGarbage() throws InterruptedException {
    ReferenceQueue<Object> gone = new ReferenceQueue<>();
    Reference<Object> canary = new PhantomReference<>(new Object(), gone);
    System.gc();
    assertThat(gone.remove(10_000)).as("what the collector has found").isSameAs(canary);
  }

  private static final class Detectors extends ResourceLeakDetectorFactory {
    @Override
    @SuppressWarnings("deprecation") // the one method that has to be there
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return new Detector<>(resource, samplingInterval);
    }

    @Override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval) {
      return new Detector<>(resource, samplingInterval);
    }
  }

  private static final class Detector<T> extends ResourceLeakDetector<T> {
    Detector(Class<?> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      LEAKS.add(resourceType + " leaked: " + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      LEAKS.add(resourceType + " leaked");
    }
  }
}
