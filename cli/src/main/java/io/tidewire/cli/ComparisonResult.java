package io.tidewire.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `tidewire compare` found.
///
/// @param figures one for each transport, in their order
/// @param others whether others ran a comparison meanwhile, whose traffic was counted too
/// @param failure why it ended early
record ComparisonResult(
    URI server,
    ComparePlan plan,
    List<ComparedFigures> figures,
    boolean others,
    boolean interrupted,
    Optional<String> failure) {

  boolean isEmpty() {
    return figures.stream().allMatch(each -> each.messages() == 0);
  }

  /// What was done: `100 messages a second of 64 B, ...`.
  String work() {
    FeedPlan feed = plan.feed();
    return "%s of %s, %s of %s each; short polling asks every %s"
        .formatted(
            BenchReport.plural(feed.rate(), "message") + " a second",
            Figures.size(feed.bytes()),
            BenchReport.plural(plan.rounds(), "round"),
            Figures.seconds(feed.time()),
            Figures.time(plan.poll().toNanos()));
  }

  /// What a reader of the figures has to know; whole sentences.
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "Bytes are those at the server's sockets, both ways, headers included. The header fields of"
            + " requests are the JDK's client's; a browser sends several times as many.");
    remarks.add(
        "CPU time is that of the server's whole process, without what it uses when idle; it holds"
            + " the feed's own work, which is the same for all.");
    if (others) {
      remarks.add("Others ran a comparison at the same time: their traffic was counted too.");
    }
    if (interrupted) {
      remarks.add("It was interrupted; the figures are of the slices that were whole.");
    }
    failure.ifPresent(why -> remarks.add("It ended early: " + Visible.line(why)));
    return remarks;
  }
}
