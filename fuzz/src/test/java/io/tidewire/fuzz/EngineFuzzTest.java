package io.tidewire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidewire.deflate.Budget;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.CompressionPool;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.Delivery;
import io.tidewire.protocol.Extension;
import io.tidewire.protocol.Role;
import java.nio.ByteBuffer;
import java.util.List;

/// A connection with compression as a story that the fuzzer tells: whole frames that the peer
/// sends, some of them not as they should be, and what the application does in between.
class EngineFuzzTest {
  private static final ByteBuffer SCRATCH = ByteBuffer.allocateDirect(700);

  @FuzzTest(maxDuration = "20s")
  void anyCutIsJudgedAlike(byte[] data) {
    Input input = new Input(data);
    long before = Zlib.nativeBytes();
    List<String> whole = tell(input, false);
    assertThat(tell(input, true)).isEqualTo(whole);
    assertThat(Zlib.nativeBytes()).isEqualTo(before);
  }

  private static List<String> tell(Input input, boolean cut) {
    Role role = input.choice(0) ? Role.CLIENT : Role.SERVER;
    Judge judge = new Judge(role, input.choice(1) ? Delivery.PARTS : Delivery.WHOLE);
    try (CompressionPool pool = new CompressionPool(Budget.UNBOUNDED);
        PerMessageDeflate deflate = deflate(input)) {
      deflate.open(pool);
      judge.engine.useCompression(deflate.inflater(), SCRATCH);
      new Story(input, judge, role, cut).tell();
      return judge.verdict();
    }
  }

  private static PerMessageDeflate deflate(Input input) {
    List<Extension> offer = Extension.parse(List.of("permessage-deflate"));
    CompressionOptions options = CompressionOptions.DEFAULTS.withTakeover(false, input.choice(2));
    return PerMessageDeflate.accept(offer, options).orElseThrow().deflate();
  }
}
