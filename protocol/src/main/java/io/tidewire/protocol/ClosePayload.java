package io.tidewire.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What a close frame carries (RFC 6455 §5.5.1): nothing, or a code in two bytes and perhaps a
/// reason in UTF-8.
///
/// @param code 1005 for an empty payload
/// @param reason empty when there is none
record ClosePayload(int code, String reason) {
  private static final int CODE_SIZE = 2;
  private static final int MAX_REASON = FrameHeader.MAX_CONTROL_PAYLOAD - CODE_SIZE;

  /// Reads what the peer sent; the buffer's position does not move.
  static ClosePayload parse(ByteBuffer in) throws ProtocolViolation {
    if (!in.hasRemaining()) {
      return new ClosePayload(CloseCode.NO_STATUS, "");
    }
    if (in.remaining() < CODE_SIZE) {
      // RFC 6455 §5.5.1: "the first two bytes of the body MUST be a 2-byte unsigned integer"
      throw ProtocolViolation.protocolError("a close frame carries half a code");
    }
    int code = BigEndian.getUnsignedShort(in, in.position());
    if (!CloseCode.mayBeSent(code)) {
      // RFC 6455 §7.4.1 and §7.4.2
      throw ProtocolViolation.protocolError("close code " + code + " may not be sent");
    }
    return new ClosePayload(code, parseReason(in, in.position() + CODE_SIZE));
  }

  private static String parseReason(ByteBuffer in, int at) throws ProtocolViolation {
    Utf8Validator utf8 = new Utf8Validator();
    if (utf8.firstBadByte(in, at, in.limit()) >= 0 || !utf8.atCharacterEnd()) {
      throw new ProtocolViolation(CloseCode.INVALID_DATA, "a close reason is not valid UTF-8");
    }
    byte[] bytes = new byte[in.limit() - at];
    in.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The payload as bytes.
  ///
  /// @throws IllegalArgumentException for a code that may not be sent, or a reason that has
  ///   unpaired surrogates, is longer than 123 bytes, or comes without a code
  ByteBuffer encode() {
    ByteBuffer utf8 = encodeReason();
    if (code == CloseCode.NO_STATUS && !utf8.hasRemaining()) {
      return utf8;
    }
    if (!CloseCode.mayBeSent(code)) {
      throw new IllegalArgumentException("close code " + code + " may not be sent");
    }
    if (utf8.remaining() > MAX_REASON) {
      throw new IllegalArgumentException(
          "a close reason has at most 123 bytes in UTF-8, not " + utf8.remaining());
    }
    ByteBuffer payload = ByteBuffer.allocate(CODE_SIZE + utf8.remaining());
    return payload.putShort((short) code).put(utf8).flip();
  }

  private ByteBuffer encodeReason() {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(reason));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a close reason must not have unpaired surrogates", e);
    }
  }

  /// For a log: "1001 (going away)" and the reason, if there is one.
  String describe() {
    String words = code + " (" + CloseCode.describe(code) + ")";
    return reason.isEmpty() ? words : words + ": " + reason;
  }
}
