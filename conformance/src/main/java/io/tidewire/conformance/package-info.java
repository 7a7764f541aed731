/// The conformance kit: tries any WebSocket server or client that echoes on RFC 6455 and RFC 7692.
///
/// It has a wire, framing, masking, UTF-8 and a handshake of its own, and shares no code with the
/// modules that speak the protocol for a living: a fault there must not hide itself here.
///
/// ```
/// Case ── written with Script: id, clause, title, Opening, Steps, an Ending
///  │
/// Trial ── one run of it: time, log, Score
///  │
/// Dialogue ── one connection: frames out (Frame, Chop), events in (Receiver, FrameReader)
///  │
/// Wire ── bytes, and how TCP ended
/// ```
///
/// # Writing a case
///
/// A family is a small class with a list, `ALL`, which [Cases] names. A case is a few lines in it:
///
/// ```java
/// Script.of("reserved-bits.rsv2", "RFC 6455 §5.2", "RSV2 is set and nobody negotiated it")
///     .echo(Frame.text("before"))              // what has to work
///     .send(Frame.text("bad").withRsv(2))      // what is tried
///     .fails(CloseCode.PROTOCOL_ERROR)         // how it has to end
/// ```
///
/// - The same script tries servers and clients. `serversOnly` and `clientsOnly` narrow it.
/// - `send` takes one or more frames, which leave in one write or in the pieces of a `Chop`. A
///   `Frame` is legal when it is made; its `with` methods, `unfinished`, `wronglyMasked` and
///   `declaring` make it anything else. Their words are the script that a user reads.
/// - `expect` says what has to come, byte for byte, and `Expectation.tolerating` what may come
///   instead, and why that is not the best.
/// - The end is `closes()` (we close, the peer answers), `fails(code)` (the peer fails the
///   connection), or an `Ending` with its own codes. It judges the close code and TCP. A bare end
///   of TCP is NON-STRICT where a connection has to be failed, for a close frame is a SHOULD there
///   (RFC 6455 §7.1.7), and so is a code that does not fit. FAILED is for what a clause forbids.
/// - A peer's own pings and pongs never reach a script; [Heartbeat] deals with them.
/// - `opening` chooses another handshake: `Opening.with` adds header lines, `Opening.bare` leaves
///   all to the steps. `step` does anything else with the `Dialogue`: bytes that are no frames,
///   further connections, judgments of its own (`peer.score()`).
/// - A case of the opening handshake says with a `Change` what is done to a request or an answer in
///   order, and with a `ServerReaction` or a `ClientReaction` what the peer may make of it.
/// - `AbuseCases` and `ClientAbuseCases` are no part of a run unless asked for. They tell what a
///   peer did, in figures, and judge of a server only whether others were served meanwhile.
/// - Each clause that a case names, and each MUST that it tries, stands in
///   `docs/conformance-rules.md`; a test compares.
/// - `new DeflateOpening(terms)` opens with permessage-deflate; a peer without it is UNIMPLEMENTED
///   then. `sendCompressed` and `echoCompressed` keep to what was agreed; [Blocks] writes anything.
/// - A large message is made in a step, and not before: all cases are there at once.
/// - A peer may refuse a message of more than 125 bytes as too big; any case then ends, and tells.
/// - Whatever a peer sends in any case is held to the rules for senders; no script has to say it.
///   So is what it compresses: how far it reaches back, and into which message.
package io.tidewire.conformance;
