package io.tidewire.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidewire.protocol.Delivery;
import io.tidewire.protocol.Role;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/// Any bytes as the payload of a text message: taken where the JDK takes them for UTF-8, else 1007.
class Utf8FuzzTest {
  private static final int LONGEST = 2000;

  @FuzzTest(maxDuration = "20s")
  void textIsWhatTheJdkReadsAsUtf8(byte[] data) {
    Input input = new Input(data);
    if (input.bytes().length > LONGEST) {
      return;
    }
    Judge judge = new Judge(Role.CLIENT, Delivery.WHOLE);
    judge.receive(header(input.bytes().length));
    input.pieces().forEach(judge::receive);
    assertThat(judge.verdict()).isEqualTo(expected(input.bytes()));
  }

  // A whole text message from a server.
  private static ByteBuffer header(int length) {
    return ByteBuffer.allocate(4)
        .put((byte) 0x81)
        .put((byte) (length < 126 ? length : 126))
        .putShort((short) length)
        .flip()
        .limit(length < 126 ? 2 : 4);
  }

  private static List<String> expected(byte[] bytes) {
    List<String> expected = new ArrayList<>();
    try {
      expected.add("text " + UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
      expected.add("closed 1006 by NETWORK");
    } catch (CharacterCodingException e) {
      expected.add("sent close");
      expected.add("closed 1007 by LOCAL");
    }
    return expected;
  }
}
