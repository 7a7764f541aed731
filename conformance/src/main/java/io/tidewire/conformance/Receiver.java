package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewire.conformance.Frame.LengthForm;
import io.tidewire.conformance.Frame.Masking;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Optional;

/// Makes events of a peer's frames, and holds the peer to the rules for whoever sends.
final class Receiver {
  private Optional<Inflation> inflation = Optional.empty();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  /// Of the message in progress; [Opcode#CONTINUATION] where there is none.
  private int opcode = Opcode.CONTINUATION;

  private boolean compressed;

  /// From now on messages may be compressed.
  void agree(Inflation agreed) {
    inflation = Optional.of(agreed);
  }

  /// The event that a frame makes, or empty in the midst of a message.
  Optional<Event> receive(Frame frame) {
    String violation = violation(frame);
    if (!violation.isEmpty()) {
      return Optional.of(new Event.Violation(violation));
    }
    return Opcode.isControl(frame.opcode()) ? Optional.of(control(frame)) : data(frame);
  }

  private String violation(Frame frame) {
    if (frame.masking() == Masking.WRONG) {
      return "the mask bit is wrong for its sender (RFC 6455 §5.1): " + frame;
    } else if (frame.rsv() != 0 && !isCompressed(frame)) {
      return "reserved bits without an extension (RFC 6455 §5.2): " + frame;
    } else if (Opcode.isReserved(frame.opcode())) {
      return "a reserved opcode (RFC 6455 §5.2): " + frame;
    } else if (frame.declared() != frame.payload().length) {
      return "a length beyond all that was sent: " + frame;
    } else if (frame.form() != LengthForm.MINIMAL) {
      return "a length that is not in its shortest form (RFC 6455 §5.2): " + frame;
    }
    return Opcode.isControl(frame.opcode()) ? controlViolation(frame) : dataViolation(frame);
  }

  /// RFC 7692 §6: RSV1 in the first frame of a message.
  private boolean isCompressed(Frame frame) {
    return inflation.isPresent()
        && frame.rsv() == Frame.RSV1
        && (frame.opcode() == Opcode.TEXT || frame.opcode() == Opcode.BINARY);
  }

  private static String controlViolation(Frame frame) {
    boolean sound = frame.fin() && frame.payload().length <= 125;
    return sound ? "" : "a fragmented or too long control frame (RFC 6455 §5.5): " + frame;
  }

  private String dataViolation(Frame frame) {
    boolean continues = frame.opcode() == Opcode.CONTINUATION;
    boolean sound = continues == (opcode != Opcode.CONTINUATION);
    return sound ? "" : "fragments out of order (RFC 6455 §5.4): " + frame;
  }

  private static Event control(Frame frame) {
    return frame.opcode() == Opcode.CLOSE ? close(frame.payload()) : new Event.Got(frame);
  }

  private static Event close(byte[] payload) {
    if (payload.length == 0) {
      return new Event.Closed(CloseCode.NONE, "");
    } else if (payload.length == 1) {
      return new Event.Violation("a close frame with half a code (RFC 6455 §5.5.1)");
    }
    ByteBuffer body = ByteBuffer.wrap(payload);
    int code = body.getShort() & 0xffff;
    Optional<String> reason = decode(body);
    if (CloseCode.isForbidden(code)) {
      return new Event.Violation("a close frame with " + code + " (RFC 6455 §7.4)");
    } else if (reason.isEmpty()) {
      return new Event.Violation("a close reason that is not UTF-8 (RFC 6455 §5.5.1)");
    }
    return new Event.Closed(code, reason.get());
  }

  private Optional<Event> data(Frame frame) {
    if (frame.opcode() != Opcode.CONTINUATION) {
      opcode = frame.opcode();
      compressed = frame.rsv() != 0;
    }
    if (!frame.fin() || message.size() > 0) {
      message.writeBytes(frame.payload());
    }
    return frame.fin() ? Optional.of(whole(frame.payload())) : Optional.empty();
  }

  /// @param last the payload of its last frame, which is all of it where it was not fragmented
  private Event whole(byte[] last) {
    byte[] payload = message.size() > 0 ? message.toByteArray() : last;
    int type = opcode;
    opcode = Opcode.CONTINUATION;
    message.reset();
    try {
      return restored(type, compressed ? inflation.orElseThrow().inflate(payload) : payload);
    } catch (BadDeflateException e) {
      return new Event.Violation(e.getMessage());
    }
  }

  private static Event restored(int type, byte... payload) {
    Frame frame = Frame.of(type, payload);
    return type == Opcode.TEXT && !isUtf8(payload)
        ? new Event.Violation("text that is not UTF-8 (RFC 6455 §5.6): " + frame)
        : new Event.Got(frame);
  }

  /// In small pieces: a message may be large, and nobody needs its characters.
  private static boolean isUtf8(byte... bytes) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer characters = CharBuffer.allocate(8192);
    CoderResult result;
    do {
      result = decoder.decode(in, characters.clear(), true);
    } while (result.isOverflow());
    return !result.isError();
  }

  private static Optional<String> decode(ByteBuffer utf8) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(utf8).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
