package io.tidewire.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Netty's leak detector, which only logs what it finds, with a memory for [LeakCheck].
///
/// Netty makes one for each type of resource when `io.netty.customResourceLeakDetector` names this
/// class.
public final class LeakDetector extends ResourceLeakDetector<Object> {
  private static final Queue<LeakDetector> DETECTORS = new ConcurrentLinkedQueue<>();
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  /// Called by Netty.
  ///
  /// @param resourceType what is tracked
  /// @param samplingInterval of no effect at the level `paranoid`, where everything is tracked
  public LeakDetector(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
    DETECTORS.add(this);
  }

  /// Looked for by Netty, which complains where it is missing.
  ///
  /// @param resourceType as above
  /// @param samplingInterval as above
  /// @param maxActive of no effect
  public LeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
    this(resourceType, samplingInterval);
  }

  /// Collects garbage and takes what was found to have leaked until now, over all types.
  static List<String> leaks() throws InterruptedException {
    collectGarbage();
    // References of one collection are enqueued in any order; those of the first are all done
    // before the second's.
    collectGarbage();
    DETECTORS.forEach(LeakDetector::poll);
    List<String> found = new ArrayList<>();
    for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
      found.add(leak);
    }
    return found;
  }

  private static void collectGarbage() throws InterruptedException {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    WeakReference<Object> probe = new WeakReference<>(new Object(), queue);
    System.gc();
    if (queue.remove(10_000) == null || !probe.refersTo(null)) {
      throw new IllegalStateException("nothing was collected in 10 s; is explicit collection off?");
    }
  }

  /// Makes the detector report: it does so when it is asked to track something more.
  private void poll() {
    Object probe = new Object();
    ResourceLeakTracker<Object> tracker = track(probe);
    if (tracker != null) {
      tracker.close(probe);
    }
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    LEAKS.add(resourceType + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    LEAKS.add(resourceType);
  }
}
