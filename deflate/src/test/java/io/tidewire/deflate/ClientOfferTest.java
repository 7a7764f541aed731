package io.tidewire.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.deflate.ClientOffer.Agreed;
import io.tidewire.protocol.Extension;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an offer holds of the memory budget while the server may choose among several.
class ClientOfferTest {
  private static final CompressionOptions NARROW = CompressionOptions.DEFAULTS.withWindowBits(9, 9);

  @Test
  void thereIsMemoryForTheLargestWindowThatTheServerMayUse() {
    assertThat(reserved("permessage-deflate")).isEqualTo(kept(15));
    assertThat(reserved("permessage-deflate; server_max_window_bits=12")).isEqualTo(kept(12));
    assertThat(reserved("permessage-deflate; server_max_window_bits=9")).isEqualTo(kept(9));
  }

  /// What a connection holds after this answer.
  private static long reserved(String answer) {
    long before = CompressionMemory.reserved();
    Agreed agreed;
    try (ClientOffer offer = new ClientOffer(NARROW, Wire.NATIVE)) {
      agreed = (Agreed) offer.judge(Extension.parse(List.of(answer)));
    }
    long held = CompressionMemory.reserved() - before;
    agreed.deflate().close();
    return held;
  }

  private static long kept(int incomingWindowBits) {
    return NARROW.withWindowBits(9, incomingWindowBits).asOffered().keptBytes(Wire.NATIVE, NARROW);
  }
}
