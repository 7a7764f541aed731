package io.tidewire.conformance;

import java.util.List;
import java.util.stream.IntStream;

/// Pings and pongs (RFC 6455 §5.5.2, §5.5.3).
final class PingCases {
  private static final String PING = "RFC 6455 §5.5.2";
  private static final String PONG = "RFC 6455 §5.5.3";

  static final List<Case> ALL =
      List.of(
          answered("pings.empty", Chop.WHOLE, new byte[0]),
          answered("pings.text", Chop.WHOLE, Payload.ascii(20)),
          answered("pings.binary", Chop.WHOLE, Payload.bytes(20)),
          answered("pings.125", Chop.WHOLE, Payload.bytes(125)),
          answered("pings.125.bytewise", Chop.BYTEWISE, Payload.bytes(125)),
          Script.of("pings.126", "RFC 6455 §5.5", "A ping of more than 125 bytes")
              .send(Frame.ping(Payload.bytes(126)))
              .fails(CloseCode.PROTOCOL_ERROR),
          Script.of("pongs.126", "RFC 6455 §5.5", "A pong of more than 125 bytes")
              .send(Frame.pong(Payload.bytes(126)))
              .fails(CloseCode.PROTOCOL_ERROR),
          Script.of("pings.ten", PONG, "Ten pings in one write")
              .send(pings())
              .expect(pongs())
              .closes(),
          Script.of("pings.ten.bytewise", PONG, "Ten pings, byte by byte")
              .send(Chop.BYTEWISE, pings())
              .expect(pongs())
              .closes(),
          Script.of("pings.one-by-one", PING, "Three pings, each after the pong before")
              .send(Frame.ping("1"))
              .expect(Frame.pong("1"))
              .send(Frame.ping("2"))
              .expect(Frame.pong("2"))
              .send(Frame.ping("3"))
              .expect(Frame.pong("3"))
              .closes(),
          Script.of("pongs.unsolicited", PONG, "A pong that nobody asked for does no harm")
              .send(Frame.pong())
              .echo(Frame.text("after a pong"))
              .closes(),
          Script.of(
                  "pongs.unsolicited.payload", PONG, "A pong that nobody asked for gets no answer")
              .send(Frame.pong("unasked"))
              .echo(Frame.text("after a pong"))
              .closes(),
          Script.of("pongs.then-ping", PONG, "A pong of ours is not taken for a ping")
              .send(Frame.pong("unasked"), Frame.ping("asked"))
              .expect(Frame.pong("asked"))
              .closes(),
          Script.of("pings.before-message", PING, "A ping and a message in one write")
              .send(Frame.ping("first"), Frame.text("second"))
              .expect(
                  Expectation.of(Frame.pong("first"), Frame.text("second"))
                      .tolerating(
                          "a pong is due as soon as is practical (RFC 6455 §5.5.2)",
                          Frame.text("second"),
                          Frame.pong("first")))
              .closes(),
          Script.of("pings.after-message", PING, "A message and a ping in one write")
              .send(Frame.text("first"), Frame.ping("second"))
              .expect(
                  Expectation.of(Frame.text("first"), Frame.pong("second"))
                      .or(Frame.pong("second"), Frame.text("first")))
              .closes());

  private PingCases() {}

  private static Case answered(String id, Chop chop, byte[] payload) {
    return Script.of(id, PING, "A ping of " + Words.bytes(payload.length) + chop + " is answered")
        .send(chop, Frame.ping(payload))
        .expect(Frame.pong(payload))
        .closes();
  }

  private static Frame[] pings() {
    return IntStream.range(0, 10).mapToObj(i -> Frame.ping("ping " + i)).toArray(Frame[]::new);
  }

  private static Expectation pongs() {
    Frame[] all =
        IntStream.range(0, 10).mapToObj(i -> Frame.pong("ping " + i)).toArray(Frame[]::new);
    // §5.5.3 lets an endpoint answer, of the pings that it has not answered yet, the newest alone.
    return Expectation.of(all).orSome();
  }
}
