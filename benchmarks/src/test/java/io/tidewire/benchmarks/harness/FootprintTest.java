package io.tidewire.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FootprintTest {
  @Test
  void readsTheTotalOfAClassHistogram() throws IOException {
    List<String> histogram =
        List.of(
            "4711:",
            " num     #instances         #bytes  class name (module)",
            "   1:         14210        1104808  [B (java.base@25.0.3)",
            "Total         80012        4170504");

    assertThat(Footprint.heap(histogram)).isEqualTo(4_170_504);
  }

  @Test
  void readsResidentMemoryInBytes() throws IOException {
    List<String> status = List.of("Name:\tjava", "VmHWM:\t  999999 kB", "VmRSS:\t  123456 kB");

    assertThat(Footprint.resident(status)).isEqualTo(123_456L * 1024);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> Footprint.heap(List.of("4711:", "no such process")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Total")
        .hasMessageContaining("no such process");
  }

  @Test
  void readsWhatRanOnTheServersCore() throws IOException {
    List<String> stat =
        List.of("cpu  900 0 900 900 0 0 0 0 0 0", "cpu0 100 20 3 5000 6 4 7 0 0 0", "cpu1 1 1 1 1");

    assertThat(CoreTime.of(stat)).hasMillis(1_340);
  }
}
