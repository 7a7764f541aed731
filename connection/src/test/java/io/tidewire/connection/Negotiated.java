package io.tidewire.connection;

import io.tidewire.deflate.ClientOffer;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.deflate.PerMessageDeflate;
import io.tidewire.protocol.Role;
import java.util.List;

/// permessage-deflate as a server and a client have agreed on it.
record Negotiated(PerMessageDeflate server, PerMessageDeflate client) {

  static Negotiated of(CompressionOptions server, CompressionOptions client) {
    try (ClientOffer offer = new ClientOffer(client)) {
      PerMessageDeflate.Accepted accepted =
          PerMessageDeflate.accept(offer.extensions(), server).orElseThrow();
      ClientOffer.Agreed agreed = (ClientOffer.Agreed) offer.judge(List.of(accepted.response()));
      return new Negotiated(accepted.deflate(), agreed.deflate());
    }
  }

  /// One end alone, whose peer is the test.
  static PerMessageDeflate end(Role role, CompressionOptions options) {
    Negotiated both = of(options, options);
    both.of(role == Role.SERVER ? Role.CLIENT : Role.SERVER).close();
    return both.of(role);
  }

  PerMessageDeflate of(Role role) {
    return role == Role.SERVER ? server : client;
  }
}
