package io.tidewire.deflate;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SmokeTest {
  @Test
  void smoke() {
    System.out.println(Zlib.engine());
    for (Codec c : new Codec[] {Zlib.codec(), new JdkCodec()}) {
      for (int b = 8; b <= 15; b++)
        System.out.println(
            b
                + " "
                + c.inflaterBytes(b)
                + " "
                + c.deflaterBytes(b, 8)
                + " "
                + c.deflaterBytes(b, 1));
      var p =
          PerMessageDeflate.accept(
                  java.util.List.of(
                      io.tidewire.protocol.Extension.parse(
                              java.util.List.of("permessage-deflate; client_max_window_bits"))
                          .getFirst()),
                  CompressionOptions.DEFAULTS,
                  c)
              .get();
      System.out.println(
          p.response() + " " + p.deflate().parameters() + " " + Zlib.reservedBytes());
      var pool = new CompressionPool(c);
      p.deflate().open(pool);
      for (int i = 0; i < 3; i++) {
        ByteBuffer out = ByteBuffer.allocate(200);
        p.deflate().deflater().begin();
        p.deflate()
            .deflater()
            .deflate(ByteBuffer.wrap("Hello".getBytes()), out, MessageDeflater.Flush.MESSAGE);
        System.out.println(java.util.HexFormat.of().formatHex(out.array(), 0, out.position()));
        ByteBuffer res = ByteBuffer.allocate(100);
        System.out.println(
            p.deflate().inflater().decompress(out.flip(), res, true)
                + new String(res.array(), 0, res.position()));
      }
      System.out.println(Zlib.nativeBytes());
      p.deflate().close();
      pool.close();
      System.out.println(Zlib.nativeBytes() + " " + Zlib.reservedBytes());
    }
  }
}
