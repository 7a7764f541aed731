package io.tidewire.deflate;

/// Makes contexts. All windows from 8 to 15 bits are honoured, each in the codec's own way.
sealed interface Codec permits NativeCodec, JdkCodec {
  /// For people: a name and a version.
  String name();

  /// A deflater for raw DEFLATE.
  ///
  /// @param scratch for contexts that cannot read the heap, used by none but one thread at a time
  /// @throws OutOfMemoryError when zlib gets no memory
  DeflateContext deflater(DeflaterKind kind, Scratch scratch);

  /// An inflater for raw DEFLATE.
  ///
  /// @param scratch as above
  /// @throws OutOfMemoryError when zlib gets no memory
  InflateContext inflater(int windowBits, Scratch scratch);

  /// What such a deflater costs, in bytes.
  long deflaterBytes(DeflaterKind kind);

  /// What such an inflater costs once it has seen a byte, in bytes.
  long inflaterBytes(int windowBits);
}
