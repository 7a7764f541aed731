package io.tidewire.cli;

import io.tidewire.load.Progress;
import java.io.PrintWriter;
import java.util.function.Consumer;

/// A line on the terminal that says how far a run is.
final class ProgressLine implements Consumer<Progress> {
  private final PrintWriter err;
  private final int connections;

  ProgressLine(PrintWriter err, int connections) {
    this.err = err;
    this.connections = connections;
  }

  @Override
  public void accept(Progress progress) {
    err.println(
        switch (progress.phase()) {
          case CONNECTING -> "connecting  " + open(progress);
          case WARMUP -> "warming up  " + traffic(progress);
          case MEASURING -> "measuring   " + traffic(progress);
        });
  }

  private String open(Progress progress) {
    return Figures.count(progress.open()) + " of " + Figures.count(connections) + " open";
  }

  private String traffic(Progress progress) {
    String seconds = progress.elapsed().toSeconds() + " s  ";
    return progress.messages() == 0
        ? seconds + open(progress)
        : seconds
            + Figures.count(Math.round(progress.messagesPerSecond()))
            + " a second  p99 "
            + Figures.time(progress.p99());
  }
}
