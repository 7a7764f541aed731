package io.tidewire.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Extension;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LeftoversTest {
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void aThreadOfOursIsOneUntilItEnds() throws Exception {
    Thread thread = Thread.ofPlatform().name("tidewire-server").start(this::awaitEnd);
    assertThat(Leftovers.now()).singleElement().asString().contains("tidewire-server");
    end.countDown();
    thread.join();
    assertThat(Leftovers.now()).isEmpty();
  }

  @Test
  void sharedEventLoopsMayStayAndNoOthers() throws Exception {
    int shared = Runtime.getRuntime().availableProcessors();
    for (int i = 1; i <= shared; i++) {
      Thread.ofPlatform().name("tidewire-epoll-" + i).start(this::awaitEnd);
    }
    assertThat(Leftovers.now()).isEmpty();
    Thread.ofPlatform().name("tidewire-nio-1").start(this::awaitEnd);
    assertThat(Leftovers.now()).hasSize(1);
    end.countDown();
    assertThat(Leftovers.afterAWhile()).isEmpty();
  }

  @Test
  void aVirtualThreadInCodeOfOursIsOneUntilItEnds() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          started.countDown();
          awaitEnd();
        });
    started.await();
    assertThat(Leftovers.now()).singleElement().asString().contains("awaitEnd");
    end.countDown();
    assertThat(Leftovers.afterAWhile()).isEmpty();
  }

  @Test
  void aConnectionThatCompressesIsOneUntilItCloses() throws Exception {
    List<Extension> offer = Extension.parse(List.of("permessage-deflate"));
    PerMessageDeflate connection =
        PerMessageDeflate.accept(offer, CompressionOptions.DEFAULTS).orElseThrow().deflate();
    assertThat(Leftovers.now()).singleElement().asString().contains("promised");
    connection.close();
    assertThat(Leftovers.now()).isEmpty();
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
