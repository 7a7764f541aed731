/// permessage-deflate (RFC 7692) without I/O: its negotiation, and messages deflated and inflated.
///
/// The machine's zlib does the work where it can be called; that wants
/// `--enable-native-access=io.tidewire.deflate` (`ALL-UNNAMED` on the class path), or the JDK
/// warns. Elsewhere `java.util.zip` does.
module io.tidewire.deflate {
  requires transitive io.tidewire.protocol;

  exports io.tidewire.deflate;
}
