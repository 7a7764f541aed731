package io.tidewire.deflate;

import io.tidewire.protocol.Extension;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// permessage-deflate on one connection (RFC 7692 §7): what was agreed, the two directions, and the
/// memory that they hold. Whoever has one closes it, on every path; that is all there is to free.
///
/// ```java
/// // server                                       // client
/// var deflate = PerMessageDeflate.accept(          try (var offer = new ClientOffer(options)) {
///     handshake.extensions(), options);              ... offer.extensions() ...
/// ... deflate.get().response() ...                   switch (offer.judge(accepted.extensions())) { ... }
///                                                  }
/// deflate.open(pool);                              // on the event loop, in both
/// ```
///
/// Until [#open] any thread may use it, afterwards the event loop's alone.
public final class PerMessageDeflate implements AutoCloseable {
  private final DeflateParameters parameters;
  private final CompressionOptions options;
  private final DeflaterKind kind;
  private final Reservation reservation;

  // Null until open.
  private MessageDeflater deflater;
  private MessageInflater inflater;

  private boolean closed;

  PerMessageDeflate(
      DeflateParameters parameters, CompressionOptions options, Reservation reservation) {
    this.parameters = parameters;
    this.options = options;
    this.kind = DeflaterKind.of(options, parameters.outgoingWindowBits());
    this.reservation = reservation;
  }

  /// A server's acceptance.
  ///
  /// @param response what to put into `Sec-WebSocket-Extensions`
  /// @param deflate the caller's to close
  public record Accepted(Extension response, PerMessageDeflate deflate) {}

  /// Decides over a client's offers: the first one that is sound is accepted, since every
  /// configuration is supported. Context takeover is agreed on where the memory budget has room for
  /// it. Never throws, whatever the offers hold.
  ///
  /// @param offers all extensions that the client offers, in its order
  /// @return empty when the options say off, or no sound offer is there; the connection then goes
  ///   on uncompressed
  public static Optional<Accepted> accept(List<Extension> offers, CompressionOptions options) {
    return options.enabled() ? accept(offers, options, Zlib.codec()) : Optional.empty();
  }

  static Optional<Accepted> accept(
      List<Extension> offers, CompressionOptions options, Codec codec) {
    Grant grant = new Grant(options, codec);
    return ServerNegotiation.decide(offers, options, grant)
        .map(decision ->
            new Accepted(
                decision.response().toExtension(),
                new PerMessageDeflate(decision.parameters(), options, grant.reservation)));
  }

  // Pays for takeover from the budget when the negotiation asks for it.
  private static final class Grant implements Predicate<DeflateParameters> {
    private final CompressionOptions options;
    private final Codec codec;
    private Reservation reservation = Reservation.of(0, 0);

    Grant(CompressionOptions options, Codec codec) {
      this.options = options;
      this.codec = codec;
    }

    @Override
    public boolean test(DeflateParameters wanted) {
      long kept = wanted.keptBytes(codec, options);
      reservation = Reservation.of(kept, options.memoryBudget());
      return reservation.isGranted();
    }
  }

  /// Creates the two directions. Once, on the event loop.
  ///
  /// @throws IllegalStateException when open already, or closed
  public void open(CompressionPool pool) {
    if (deflater != null || closed) {
      throw new IllegalStateException("compression is " + (closed ? "closed" : "open already"));
    }
    deflater =
        new MessageDeflater(
            pool.deflaters(kind),
            parameters.outgoingTakeover(),
            CompressionMemory.budget(options.memoryBudget()));
    inflater =
        new MessageInflater(
            pool.inflaters(parameters.incomingWindowBits()),
            parameters.incomingTakeover(),
            pool.unfinished());
  }

  /// What was agreed.
  public DeflateParameters parameters() {
    return parameters;
  }

  /// Which other connections can be sent the same compressed bytes.
  public DeflaterKind kind() {
    return kind;
  }

  /// How this connection compresses, beside what was agreed.
  public CompressionOptions options() {
    return options;
  }

  /// For what is sent; null until [#open].
  public MessageDeflater deflater() {
    return deflater;
  }

  /// For what is received; null until [#open].
  public MessageInflater inflater() {
    return inflater;
  }

  /// Frees everything; the second time does nothing.
  @Override
  public void close() {
    closed = true;
    reservation.close();
    if (deflater != null) {
      try {
        deflater.close();
      } finally {
        inflater.close();
      }
    }
  }
}
