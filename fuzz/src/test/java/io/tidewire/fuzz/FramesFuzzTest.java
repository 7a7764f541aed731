package io.tidewire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidewire.protocol.Delivery;
import io.tidewire.protocol.Role;
import java.nio.ByteBuffer;
import java.util.List;

/// Any bytes in place of frames, in both roles: how the network cuts them makes no difference.
class FramesFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void anyCutIsJudgedAlike(byte[] data) {
    Input input = new Input(data);
    Role role = input.choice(0) ? Role.CLIENT : Role.SERVER;
    Delivery delivery = input.choice(1) ? Delivery.PARTS : Delivery.WHOLE;
    List<String> whole = judge(role, delivery, List.of(ByteBuffer.wrap(input.bytes().clone())));
    assertThat(judge(role, delivery, input.pieces())).isEqualTo(whole);
  }

  private static List<String> judge(Role role, Delivery delivery, List<ByteBuffer> pieces) {
    Judge judge = new Judge(role, delivery);
    pieces.forEach(judge::receive);
    return judge.verdict();
  }
}
