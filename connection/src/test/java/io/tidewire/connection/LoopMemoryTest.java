package io.tidewire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Room for unfinished messages, within a budget that many connections share.
class LoopMemoryTest {
  private final MemoryBudget budget = new MemoryBudget(100_000);
  private final LoopMemory memory = new LoopMemory(budget);

  @Test
  void whatIsTakenCountsUntilItIsGivenBack() {
    ByteBuffer taken = memory.take(1000);
    assertThat(taken.remaining()).isEqualTo(1000);
    assertThat(budget.used()).isEqualTo(1000);
    memory.give(taken);
    assertThat(budget.used()).isZero();
  }

  @Test
  void beyondTheBudgetThereIsNone() {
    ByteBuffer most = memory.take(99_000);
    assertThat(memory.take(1001)).isNull();
    assertThat(budget.used()).isEqualTo(99_000);
    ByteBuffer rest = memory.take(1000);
    assertThat(rest).isNotNull();
    memory.give(most);
    memory.give(rest);
  }

  @Test
  void theBudgetIsOneForAllLoops() {
    ByteBuffer taken = new LoopMemory(budget).take(60_000);
    assertThat(memory.take(60_000)).isNull();
    budget.give(taken.capacity());
    assertThat(memory.take(60_000)).isNotNull();
  }

  @Test
  void aBufferIsUsedAgainAndComesClean() {
    ByteBuffer first = memory.take(4096);
    first.position(10).limit(20);
    memory.give(first);
    ByteBuffer second = memory.take(100);
    assertThat(second).isSameAs(first);
    assertThat(second.remaining()).isEqualTo(4096);
    assertThat(budget.used()).isEqualTo(4096);
    assertThat(memory.take(100)).isNotSameAs(first);
  }

  @Test
  void theLargerOfTwoSmallBuffersIsKeptAndNoLargeOne() {
    ByteBuffer small = memory.take(100);
    ByteBuffer larger = memory.take(200);
    ByteBuffer large = memory.take(70_000);
    memory.give(larger);
    memory.give(small);
    memory.give(large);
    assertThat(memory.take(150)).isSameAs(larger);
    assertThat(memory.take(70_000)).isNotSameAs(large);
  }

  @Test
  void theProcessMayUseAQuarterOfTheHeap() {
    long quarter = Runtime.getRuntime().maxMemory() / 4;
    assertThat(MemoryBudget.PROCESS.take(quarter + 1)).isFalse();
    assertThat(MemoryBudget.PROCESS.used()).isZero();
  }
}
