package io.tidewire.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidewire.deflate.ClientOffer;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.DeflateParameters;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.Extension;
import java.util.List;

/// Any text as a field `Sec-WebSocket-Extensions`, in a request and in a response.
class ExtensionsFuzzTest {
  @FuzzTest(maxDuration = "20s")
  void aFieldIsReadOrRefusedAndThenAgreedOnOrNot(byte[] data) {
    Input input = new Input(data);
    List<Extension> extensions;
    try {
      extensions = Extension.parse(List.of(new String(input.bytes(), ISO_8859_1)));
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).matches("Sec-WebSocket-Extensions[ -~]{10,250}");
      return;
    }
    assertThat(Extension.parse(List.of(Extension.format(extensions)))).isEqualTo(extensions);
    long reserved = Zlib.reservedBytes();
    offered(extensions, options(input));
    answered(extensions, options(input));
    assertThat(Zlib.reservedBytes()).isEqualTo(reserved);
  }

  private static CompressionOptions options(Input input) {
    return CompressionOptions.DEFAULTS
        .withWindowBits(input.choice(0) ? 15 : 10, input.choice(1) ? 15 : 9)
        .withTakeover(input.choice(2), input.choice(3))
        .withMemoryBudget(input.choice(4) ? 0 : 64 << 20);
  }

  // To a server. What it answers, a client that offered the same would find sound.
  private static void offered(List<Extension> offers, CompressionOptions options) {
    PerMessageDeflate.accept(offers, options)
        .ifPresent(accepted -> {
          try (PerMessageDeflate deflate = accepted.deflate()) {
            assertThat(offers).anyMatch(offer -> offer.name().equals(accepted.response().name()));
            within(deflate.parameters(), options);
          }
        });
  }

  // To a client.
  private static void answered(List<Extension> accepted, CompressionOptions options) {
    try (ClientOffer offer = new ClientOffer(options)) {
      switch (offer.judge(accepted)) {
        case ClientOffer.Agreed(PerMessageDeflate deflate) -> {
          within(deflate.parameters(), options);
          deflate.close();
        }
        case ClientOffer.Illegal(String reason) -> assertThat(reason).matches("[ -~]{20,5000}");
        case ClientOffer.Declined() ->
            assertThat(accepted).noneMatch(e -> e.name().equals("permessage-deflate"));
      }
    }
  }

  private static void within(DeflateParameters agreed, CompressionOptions options) {
    assertThat(agreed.outgoingWindowBits()).isBetween(8, options.outgoingWindowBits());
    assertThat(agreed.incomingWindowBits()).isBetween(8, 15);
    assertThat(agreed.outgoingTakeover() && !options.outgoingTakeover()).isFalse();
    assertThat(agreed.incomingTakeover() && !options.incomingTakeover()).isFalse();
  }
}
