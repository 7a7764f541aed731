package io.tidewire.deflate;

/// What a message's compressed bytes depend on when it is compressed without context takeover:
/// connections of an equal kind can be sent the same ones.
///
/// @param level how hard zlib tries
/// @param windowBits how far the bytes reach back at most
/// @param memLevel the size of zlib's tables
public record DeflaterKind(int level, int windowBits, int memLevel) {
  static DeflaterKind of(CompressionOptions options, int windowBits) {
    return new DeflaterKind(options.level(), windowBits, memLevel(options, windowBits));
  }

  // Tables made for a large window slow a small one down, since zlib goes through all of them at
  // each window's length of input: nearly threefold with 9 bits and level 8, and the peer may ask
  // for 9 bits. Level 5 suits all windows.
  private static int memLevel(CompressionOptions options, int windowBits) {
    return Math.min(options.memLevel(), Math.max(5, windowBits - 6));
  }
}
