package io.tidewire.deflate;

import io.tidewire.protocol.Extension;
import java.util.List;

/// A client's offer of permessage-deflate for one connection attempt. Close it when the attempt is
/// over, whatever its outcome: what was agreed stands on its own by then.
public final class ClientOffer implements AutoCloseable {
  private final CompressionOptions options;
  private final Codec codec;
  private final ClientNegotiation negotiation;
  private final Reservation reservation;

  /// Offers what the options say, with context takeover where the memory budget has room for it.
  public ClientOffer(CompressionOptions options) {
    this(options, Zlib.codec());
  }

  ClientOffer(CompressionOptions options, Codec codec) {
    this.options = options;
    this.codec = codec;
    // The server need not limit its window, even where it is asked to.
    long kept =
        options
            .withWindowBits(options.outgoingWindowBits(), Terms.MAX_WINDOW_BITS)
            .asOffered()
            .keptBytes(codec, options);
    reservation = Reservation.of(kept, options.memoryBudget());
    negotiation = ClientNegotiation.of(options, reservation.isGranted());
  }

  /// How a client takes the server's answer.
  public sealed interface Judgement {}

  /// The extension is in use.
  ///
  /// @param deflate the caller's to close
  public record Agreed(PerMessageDeflate deflate) implements Judgement {}

  /// The server does without; the connection goes on uncompressed.
  public record Declined() implements Judgement {}

  /// The client has to fail the connection (RFC 7692 §7.1).
  ///
  /// @param reason one line that says what is wrong with the answer
  public record Illegal(String reason) implements Judgement {}

  /// What to put into `Sec-WebSocket-Extensions`: the offers, the preferred one first.
  public List<Extension> extensions() {
    return negotiation.offers().stream().map(Terms::toExtension).toList();
  }

  /// Judges what the server has accepted; once.
  ///
  /// @param accepted all extensions of the response
  public Judgement judge(List<Extension> accepted) {
    try {
      return negotiation.judge(accepted).<Judgement>map(this::agreed).orElseGet(Declined::new);
    } catch (TermsException e) {
      return new Illegal("the server's answer on permessage-deflate is wrong: " + e.getMessage());
    }
  }

  private Agreed agreed(DeflateParameters parameters) {
    reservation.shrinkTo(parameters.keptBytes(codec, options));
    return new Agreed(new PerMessageDeflate(parameters, options, reservation.handOver()));
  }

  /// Gives back what the offer holds of the memory budget; the second time does nothing.
  @Override
  public void close() {
    reservation.close();
  }
}
