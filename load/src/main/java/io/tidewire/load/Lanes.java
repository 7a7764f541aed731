package io.tidewire.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/// All lanes of a run, asked from outside.
record Lanes(List<Lane> all) {
  Lanes {
    all = List.copyOf(all);
  }

  /// Where this connection belongs.
  Lane of(int connection) {
    return all.get(connection % all.size());
  }

  void each(Consumer<Lane> action) {
    List<Boolean> _ =
        ask(lane -> {
          action.accept(lane);
          return true;
        });
  }

  /// Asks each on its own loop, all at the same time, and waits for the answers.
  <T> List<T> ask(Function<Lane, T> question) {
    List<CompletableFuture<T>> answers = new ArrayList<>();
    for (Lane lane : all) {
      answers.add(CompletableFuture.supplyAsync(() -> question.apply(lane), lane.loop()));
    }
    return answers.stream().map(CompletableFuture::join).toList();
  }

  /// How many connections are open.
  int open() {
    return ask(Lane::open).stream().mapToInt(each -> each).sum();
  }
}
