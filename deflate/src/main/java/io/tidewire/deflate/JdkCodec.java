package io.tidewire.deflate;

/// `java.util.zip`, which knows windows of 15 bits and one memory level only.
///
/// Its deflater honours a smaller window by forgetting all history at every window's length of
/// input, at a cost in size. Its inflater takes distances that lead out of a smaller window without
/// noticing, and cannot tell whether a message ends between two blocks.
final class JdkCodec implements Codec {
  // 15 bits and memory level 8, as the zlib within the JDK allocates it.
  static final long DEFLATER_BYTES = (1 << 17) + (1 << 17) + 6000;
  static final long INFLATER_BYTES = (1 << 15) + 7200;

  @Override
  public String name() {
    return "java.util.zip";
  }

  @Override
  public DeflateContext deflater(DeflaterKind kind, Scratch scratch) {
    return new JdkDeflater(kind.level(), kind.windowBits());
  }

  @Override
  public InflateContext inflater(int windowBits, Scratch scratch) {
    return new JdkInflater(windowBits);
  }

  @Override
  public long deflaterBytes(DeflaterKind kind) {
    return DEFLATER_BYTES;
  }

  @Override
  public long inflaterBytes(int windowBits) {
    return INFLATER_BYTES;
  }
}
