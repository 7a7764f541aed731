package io.tidewire.load;

import io.tidewire.load.Opening.Agreed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/// Makes one result of what the event loops have counted.
record Summary(LoadOptions options, List<Tally.Counted> counted, ProcessTimes times) {
  /// Half as far from 100 % every so many points.
  private static final int POINTS_A_HALVING = 5;

  LoadResult result(Agreed agreed, int open, Optional<String> failure, boolean interrupted) {
    return new LoadResult(
        options,
        open,
        agreed.extension(),
        agreed.subprotocol(),
        measured(),
        counted.stream().mapToLong(Tally.Counted::messages).sum(),
        counted.stream().mapToLong(Tally.Counted::bytes).sum(),
        latency(),
        new LoadResult.Cpu(busiest(), times.own(), times.ofServer().map(Summary::times)),
        failure,
        interrupted);
  }

  private Duration measured() {
    return Duration.ofNanos(counted.stream().mapToLong(Tally.Counted::nanos).max().orElse(0));
  }

  private LoadResult.Times busiest() {
    return counted.stream()
        .map(each -> times(each.cpu()))
        .max(Comparator.comparing(LoadResult.Times::busy))
        .orElse(new LoadResult.Times(Duration.ZERO, Duration.ZERO));
  }

  private static LoadResult.Times times(CpuTimes cpu) {
    return new LoadResult.Times(
        Duration.ofNanos(cpu.nanos()), Duration.ofNanos(cpu.waitingNanos()));
  }

  private Latency latency() {
    Histogram all = Tally.newHistogram();
    counted.forEach(each -> all.add(each.latencies()));
    return new Latency(
        all.getTotalCount(),
        all.getMean(),
        all.getValueAtPercentile(50),
        all.getValueAtPercentile(90),
        all.getValueAtPercentile(99),
        all.getValueAtPercentile(99.9),
        all.getMaxValue(),
        curve(all));
  }

  private static List<Latency.Point> curve(Histogram all) {
    List<Latency.Point> points = new ArrayList<>();
    for (HistogramIterationValue value : all.percentiles(POINTS_A_HALVING)) {
      points.add(new Latency.Point(value.getPercentile(), value.getValueIteratedTo()));
    }
    return points;
  }
}
