package io.tidewire.deflate;

import static io.tidewire.deflate.MessageDeflater.Flush.MESSAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.tidewire.deflate.ClientOffer.Agreed;
import io.tidewire.deflate.ClientOffer.Declined;
import io.tidewire.deflate.ClientOffer.Illegal;
import io.tidewire.protocol.Decompressor.Progress;
import io.tidewire.protocol.Extension;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What compression holds outside the heap, and that it gives back all of it on every path.
class MemoryTest {
  private static final CompressionOptions OPTIONS = CompressionOptions.DEFAULTS;
  private static final List<Extension> OFFER =
      Extension.parse(List.of("permessage-deflate; client_max_window_bits"));

  private long bytesBefore;
  private long reservedBefore;

  @BeforeEach
  void note() {
    bytesBefore = Zlib.nativeBytes();
    reservedBefore = Zlib.reservedBytes();
  }

  @AfterEach
  void everythingIsGivenBack() {
    assertThat(bytes()).isZero();
    assertThat(reserved()).isZero();
  }

  private long bytes() {
    return Zlib.nativeBytes() - bytesBefore;
  }

  private long reserved() {
    return Zlib.reservedBytes() - reservedBefore;
  }

  private static PerMessageDeflate accept(CompressionOptions options, Codec codec) {
    return PerMessageDeflate.accept(OFFER, options, codec).orElseThrow().deflate();
  }

  private static byte[] send(PerMessageDeflate by, byte[] message) {
    ByteBuffer out = ByteBuffer.allocate(message.length + 100);
    assertThat(by.deflater().begin()).isTrue();
    assertThat(by.deflater().deflate(ByteBuffer.wrap(message), out, MESSAGE)).isTrue();
    byte[] payload = new byte[out.flip().remaining()];
    out.get(payload);
    return payload;
  }

  private static Progress receive(PerMessageDeflate by, byte[] payload, boolean last) {
    return by.inflater().decompress(ByteBuffer.wrap(payload), ByteBuffer.allocate(10_000), last);
  }

  // The formula that CompressionOptions documents.
  @Test
  void pricesAreWhatTheFormulaSays() {
    for (int bits = 8; bits <= 15; bits++) {
      assertThat(Wire.NATIVE.inflaterBytes(bits)).isCloseTo((1 << bits) + 7200, within(400L));
      for (int memLevel = 1; memLevel <= 9; memLevel++) {
        long tables = (1L << (Math.max(9, bits) + 2)) + (1L << (memLevel + 9));
        assertThat(Wire.NATIVE.deflaterBytes(new DeflaterKind(1, bits, memLevel)))
            .isCloseTo(tables + 6000, within(400L));
      }
    }
  }

  // The table that CompressionOptions documents, in KB: by window from 8 bits on, for the memory
  // levels 1, 3, 5 and on, and last the inflater.
  @Test
  void pricesAreWhatTheTableSays() {
    int[][] table = {
      {9, 12, 25, 25, 25, 25, 25, 8},
      {9, 12, 25, 25, 25, 25, 25, 8},
      {11, 14, 27, 27, 27, 27, 27, 8},
      {15, 18, 31, 31, 31, 31, 31, 9},
      {23, 27, 39, 55, 55, 55, 55, 11},
      {40, 43, 55, 72, 104, 104, 104, 15},
      {73, 76, 88, 104, 137, 203, 203, 24},
      {138, 141, 154, 170, 203, 268, 399, 40}
    };
    int[] memLevels = {1, 3, 5, 6, 7, 8, 9};
    for (int bits = 8; bits <= 15; bits++) {
      int[] row = table[bits - 8];
      for (int i = 0; i < memLevels.length; i++) {
        CompressionOptions options = OPTIONS.withMemLevel(memLevels[i]);
        assertThat(Wire.NATIVE.deflaterBytes(DeflaterKind.of(options, bits)))
            .isCloseTo(row[i] * 1000L, within(1000L));
      }
      assertThat(Wire.NATIVE.inflaterBytes(bits)).isCloseTo(row[7] * 1000L, within(1000L));
    }
  }

  // Whoever sends and receives, and nothing else.
  @Test
  void aConnectionByDefaultTakesWhatTheTextSays() {
    assertThat(OPTIONS.asOffered().keptBytes(Wire.NATIVE, OPTIONS))
        .isCloseTo(194_000, within(1000L));
    assertThat(2 * Scratch.SIZE).isCloseTo(32_000, within(1000));
  }

  @Test
  void aConnectionWithTakeoverHoldsWhatItReserved() {
    try (CompressionPool pool = new CompressionPool(Wire.NATIVE, Budget.UNBOUNDED);
        PerMessageDeflate deflate = accept(OPTIONS, Wire.NATIVE)) {
      deflate.open(pool);
      assertThat(bytes()).isZero();
      receive(deflate, send(deflate, Texts.json(500, 1)), true);
      assertThat(bytes() - 2 * Scratch.SIZE).isEqualTo(reserved());
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void connectionsWithoutTakeoverShareOneContextOfEachKind(Codec codec) {
    CompressionOptions options = OPTIONS.withTakeover(false, false);
    List<PerMessageDeflate> connections = new ArrayList<>();
    try (CompressionPool pool = new CompressionPool(codec, Budget.UNBOUNDED)) {
      long one = 0;
      for (int i = 0; i < 100; i++) {
        PerMessageDeflate connection = accept(options, codec);
        connections.add(connection);
        connection.open(pool);
        receive(connection, send(connection, Texts.json(500, i)), true);
        one = i == 0 ? bytes() : one;
        assertThat(bytes()).isEqualTo(one);
        assertThat(reserved()).isZero();
      }
      connections.forEach(PerMessageDeflate::close);
    }
  }

  @ParameterizedTest
  @MethodSource("io.tidewire.deflate.Wire#codecs")
  void tenThousandConnectionsOpenedAndBrokenLeaveNothing(Codec codec) {
    byte[] message = Texts.json(300, 1);
    try (CompressionPool pool = new CompressionPool(codec, Budget.UNBOUNDED)) {
      for (int i = 0; i < 10_000; i++) {
        boolean takeover = i % 2 == 0;
        PerMessageDeflate connection =
            accept(OPTIONS.withTakeover(takeover, takeover).withWindowBits(10, 10), codec);
        if (i % 3 > 0) {
          connection.open(pool);
          breakOff(connection, message, i % 7);
        }
        connection.close();
        connection.close();
      }
    }
  }

  // Ways for a connection to end: unused, idle, or in the midst of something.
  private static void breakOff(PerMessageDeflate connection, byte[] message, int way) {
    switch (way) {
      case 1 -> send(connection, message);
      case 2 -> connection.deflater().begin();
      case 3 -> {
        connection.deflater().begin();
        ByteBuffer half = ByteBuffer.wrap(message);
        connection.deflater().deflate(half, ByteBuffer.allocate(16), MESSAGE);
      }
      case 4 -> receive(connection, send(connection, message), true);
      case 5 -> receive(connection, send(connection, message), false);
      case 6 -> receive(connection, new byte[] {7}, true);
      default -> {}
    }
  }

  @Test
  void theBudgetDecidesWhoGetsTakeover() {
    long each = OPTIONS.asOffered().keptBytes(Wire.NATIVE, OPTIONS);
    CompressionOptions tight = OPTIONS.withMemoryBudget(reservedBefore + 2 * each);
    PerMessageDeflate first = accept(tight, Wire.NATIVE);
    PerMessageDeflate second = accept(tight, Wire.NATIVE);
    PerMessageDeflate third = accept(tight, Wire.NATIVE);
    assertThat(first.parameters().outgoingTakeover()).isTrue();
    assertThat(second.parameters().outgoingTakeover()).isTrue();
    assertThat(third.parameters()).isEqualTo(new DeflateParameters(15, false, 15, false));
    first.close();
    PerMessageDeflate fourth = accept(tight, Wire.NATIVE);
    assertThat(fourth.parameters().incomingTakeover()).isTrue();
    List.of(first, second, third, fourth).forEach(PerMessageDeflate::close);
  }

  @Test
  void receivingInPiecesNeedsNothingOfWhatTakeoverHasUsedUp() {
    long each = OPTIONS.asOffered().keptBytes(Wire.NATIVE, OPTIONS);
    CompressionOptions full = OPTIONS.withMemoryBudget(reservedBefore + each);
    try (CompressionPool pool = new CompressionPool(Wire.NATIVE, Budget.UNBOUNDED);
        PerMessageDeflate idle = accept(full, Wire.NATIVE)) {
      assertThat(idle.parameters().incomingTakeover()).isTrue();
      for (CompressionOptions options : List.of(full, OPTIONS.withMemoryBudget(0))) {
        List<PerMessageDeflate> connections = open(10, options, pool);
        byte[] payload = send(connections.getFirst(), Texts.json(500, 1));
        for (PerMessageDeflate connection : connections) {
          assertThat(receive(connection, payload, false)).isEqualTo(Progress.MORE_INPUT);
        }
        for (PerMessageDeflate connection : connections) {
          assertThat(receive(connection, new byte[0], true)).isEqualTo(Progress.COMPLETE);
        }
        assertThat(reserved()).isEqualTo(each);
        connections.forEach(PerMessageDeflate::close);
      }
    }
  }

  @Test
  void receivingInPiecesIsBoundedByABudgetOfItsOwn() {
    Limited unfinished = new Limited(Wire.NATIVE.inflaterBytes(15));
    try (CompressionPool pool = new CompressionPool(Wire.NATIVE, unfinished)) {
      List<PerMessageDeflate> connections = open(3, OPTIONS.withTakeover(false, false), pool);
      byte[] payload = send(connections.get(0), Texts.json(500, 1));
      assertThat(receive(connections.get(0), payload, false)).isEqualTo(Progress.MORE_INPUT);
      assertThat(unfinished.left).isEqualTo(Wire.NATIVE.inflaterBytes(15)); // the first is free
      assertThat(receive(connections.get(1), payload, false)).isEqualTo(Progress.MORE_INPUT);
      assertThat(receive(connections.get(2), payload, true)).isEqualTo(Progress.NO_MEMORY);
      assertThat(receive(connections.get(0), new byte[0], true)).isEqualTo(Progress.COMPLETE);
      assertThat(receive(connections.get(2), payload, false)).isEqualTo(Progress.MORE_INPUT);
      assertThat(unfinished.left).isZero();
      connections.forEach(PerMessageDeflate::close);
      assertThat(unfinished.left).isEqualTo(Wire.NATIVE.inflaterBytes(15));
    }
  }

  @Test
  void sendingInPiecesIsBoundedByTheBudgetOfTakeover() {
    CompressionOptions options =
        OPTIONS
            .withTakeover(false, false)
            .withMemoryBudget(
                reservedBefore + Wire.NATIVE.deflaterBytes(new DeflaterKind(1, 15, 5)));
    try (CompressionPool pool = new CompressionPool(Wire.NATIVE, new Limited(0))) {
      List<PerMessageDeflate> connections = open(3, options, pool);
      assertThat(connections.get(0).deflater().begin()).isTrue();
      assertThat(connections.get(1).deflater().begin()).isTrue();
      assertThat(connections.get(2).deflater().begin()).isFalse();
      connections.get(0).close();
      assertThat(connections.get(2).deflater().begin()).isTrue();
      connections.forEach(PerMessageDeflate::close);
    }
  }

  private static List<PerMessageDeflate> open(
      int count, CompressionOptions options, CompressionPool pool) {
    List<PerMessageDeflate> connections = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connections.add(accept(options, Wire.NATIVE));
      connections.get(i).open(pool);
    }
    return connections;
  }

  private static final class Limited implements Budget {
    private long left;

    Limited(long left) {
      this.left = left;
    }

    @Override
    public boolean take(long bytes) {
      boolean fits = bytes <= left;
      left -= fits ? bytes : 0;
      return fits;
    }

    @Override
    public void give(long bytes) {
      left += bytes;
    }
  }

  @Test
  void aPoolThatIsClosedFirstStillLosesNothing() {
    Limited unfinished = new Limited(1 << 20);
    CompressionPool pool = new CompressionPool(Wire.NATIVE, unfinished);
    List<PerMessageDeflate> connections = open(3, OPTIONS.withTakeover(false, false), pool);
    byte[] payload = send(connections.getFirst(), Texts.json(100, 1));
    connections.forEach(connection -> receive(connection, payload, false));
    receive(connections.getFirst(), new byte[0], true);
    connections.getFirst().deflater().begin();
    pool.close();
    pool.close();
    assertThat(bytes()).isPositive();
    connections.forEach(PerMessageDeflate::close);
    assertThat(unfinished.left).isEqualTo(1 << 20);
  }

  @Test
  void aClientHoldsNoMoreThanWasAgreed() {
    String response = "permessage-deflate; client_no_context_takeover; server_max_window_bits=9";
    Agreed agreed;
    try (ClientOffer offer = new ClientOffer(OPTIONS, Wire.NATIVE)) {
      assertThat(reserved()).isEqualTo(OPTIONS.asOffered().keptBytes(Wire.NATIVE, OPTIONS));
      agreed = (Agreed) offer.judge(Extension.parse(List.of(response)));
    }
    assertThat(reserved()).isEqualTo(Wire.NATIVE.inflaterBytes(9));
    agreed.deflate().close();
  }

  @Test
  void anOfferThatFailsHoldsNothing() {
    try (ClientOffer offer = new ClientOffer(OPTIONS, Wire.NATIVE)) {
      assertThat(offer.judge(List.of())).isInstanceOf(Declined.class);
    }
    assertThat(reserved()).isZero();
    try (ClientOffer offer = new ClientOffer(OPTIONS, Wire.NATIVE)) {
      assertThat(offer.judge(Extension.parse(List.of("permessage-deflate; x"))))
          .isEqualTo(
              new Illegal(
                  "the server's answer on permessage-deflate is wrong: the parameter x is unknown"));
    }
  }

  @Test
  void aConnectionIsOpenedOnce() {
    try (CompressionPool pool = new CompressionPool(Wire.NATIVE, Budget.UNBOUNDED)) {
      PerMessageDeflate connection = accept(OPTIONS, Wire.NATIVE);
      connection.open(pool);
      assertThatIllegalStateException().isThrownBy(() -> connection.open(pool));
      connection.close();
      PerMessageDeflate closed = accept(OPTIONS, Wire.NATIVE);
      closed.close();
      assertThatIllegalStateException().isThrownBy(() -> closed.open(pool));
    }
  }

  @Test
  void offMeansOff() {
    assertThat(PerMessageDeflate.accept(OFFER, CompressionOptions.OFF)).isEmpty();
  }
}
