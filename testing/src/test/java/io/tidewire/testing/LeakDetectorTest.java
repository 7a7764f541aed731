package io.tidewire.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import org.junit.jupiter.api.Test;

class LeakDetectorTest {
  private final ResourceLeakDetector<Object> detector =
      ResourceLeakDetectorFactory.instance().newResourceLeakDetector(Object.class, 1);

  @Test
  void nettyIsToldToUseIt() {
    assertThat(detector).isInstanceOf(LeakDetector.class);
  }

  @Test
  void whatIsDroppedUnreleasedIsALeakAndIsReportedOnce() throws InterruptedException {
    drop();
    assertThat(LeakDetector.leaks()).singleElement().asString().contains("Object", "drop");
    assertThat(LeakDetector.leaks()).isEmpty();
  }

  @Test
  void whatIsReleasedIsNone() throws InterruptedException {
    Object resource = new Object();
    ResourceLeakTracker<Object> tracker = detector.track(resource);
    tracker.close(resource);
    assertThat(LeakDetector.leaks()).isEmpty();
  }

  private void drop() {
    assertThat(detector.track(new Object())).isNotNull();
  }
}
