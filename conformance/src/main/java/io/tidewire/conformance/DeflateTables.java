package io.tidewire.conformance;

/// The lengths and distances of DEFLATE (RFC 1951 §3.2.5), computed as its table is laid out.
final class DeflateTables {
  /// Symbols 257 to 285, counted from 0.
  static final int LENGTHS = 29;

  static final int DISTANCES = 30;

  private DeflateTables() {}

  /// The smallest length of a symbol.
  static int lengthBase(int symbol) {
    if (symbol == LENGTHS - 1) {
      return 258;
    }
    return symbol < 8 ? 3 + symbol : 3 + ((4 + (symbol & 3)) << lengthExtra(symbol));
  }

  /// How many bits follow it, to be added.
  static int lengthExtra(int symbol) {
    return symbol < 8 || symbol == LENGTHS - 1 ? 0 : symbol / 4 - 1;
  }

  /// The symbol for a length from 3 to 258.
  static int lengthSymbol(int length) {
    int symbol = LENGTHS - 1;
    while (lengthBase(symbol) > length) {
      symbol--;
    }
    return symbol;
  }

  static int distanceBase(int symbol) {
    return symbol < 4 ? 1 + symbol : 1 + ((2 + (symbol & 1)) << distanceExtra(symbol));
  }

  static int distanceExtra(int symbol) {
    return symbol < 4 ? 0 : symbol / 2 - 1;
  }

  /// The symbol for a distance from 1 to 32,768.
  static int distanceSymbol(int distance) {
    int symbol = DISTANCES - 1;
    while (distanceBase(symbol) > distance) {
      symbol--;
    }
    return symbol;
  }
}
