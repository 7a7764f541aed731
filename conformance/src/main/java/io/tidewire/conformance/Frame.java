package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A frame, legal or not (RFC 6455 §5.2). Made legal, then changed by the `with` methods.
///
/// @param rsv the three reserved bits, RSV1 is 4
/// @param masking whether it is masked
/// @param form how its length is written
/// @param declared the length that the header tells
/// @param payload the bytes that really follow
@SuppressWarnings("ArrayRecordComponent") // frames are compared by `same` alone
record Frame(
    boolean fin,
    int rsv,
    int opcode,
    Masking masking,
    LengthForm form,
    long declared,
    byte[] payload) {

  /// The message is compressed (RFC 7692 §6).
  static final int RSV1 = 4;

  /// Whether a frame is masked.
  enum Masking {
    /// As the rule says: from a client yes, from a server no (RFC 6455 §5.1).
    DUE,
    /// The other way round.
    WRONG
  }

  /// How a length is written.
  enum LengthForm {
    /// As short as can be, which is the rule.
    MINIMAL,
    /// 126 and two bytes.
    SIXTEEN_BITS,
    /// 127 and eight bytes.
    SIXTY_FOUR_BITS;

    /// The shortest that can hold a length.
    static LengthForm minimal(long length) {
      return length < 126 ? MINIMAL : length < 1 << 16 ? SIXTEEN_BITS : SIXTY_FOUR_BITS;
    }
  }

  static Frame of(int opcode, byte[] payload) {
    return new Frame(true, 0, opcode, Masking.DUE, LengthForm.MINIMAL, payload.length, payload);
  }

  static Frame text(String text) {
    return of(Opcode.TEXT, text.getBytes(UTF_8));
  }

  static Frame text(byte[] utf8) {
    return of(Opcode.TEXT, utf8);
  }

  static Frame binary(byte... payload) {
    return of(Opcode.BINARY, payload);
  }

  static Frame continuation(byte[] payload) {
    return of(Opcode.CONTINUATION, payload);
  }

  static Frame continuation(String text) {
    return continuation(text.getBytes(UTF_8));
  }

  static Frame ping(byte... payload) {
    return of(Opcode.PING, payload);
  }

  static Frame ping(String text) {
    return ping(text.getBytes(UTF_8));
  }

  static Frame pong(byte... payload) {
    return of(Opcode.PONG, payload);
  }

  static Frame pong(String text) {
    return pong(text.getBytes(UTF_8));
  }

  static Frame close(byte... payload) {
    return of(Opcode.CLOSE, payload);
  }

  static Frame close(int code, String reason) {
    byte[] words = reason.getBytes(UTF_8);
    return close(ByteBuffer.allocate(2 + words.length).putShort((short) code).put(words).array());
  }

  /// Without FIN: more frames of the message follow.
  Frame unfinished() {
    return new Frame(false, rsv, opcode, masking, form, declared, payload);
  }

  /// With another opcode.
  Frame as(int other) {
    return new Frame(fin, rsv, other, masking, form, declared, payload);
  }

  /// This message in frames of a size, the last one smaller perhaps.
  Frame[] fragments(int size) {
    List<Frame> frames = new ArrayList<>();
    int at = 0;
    do {
      int end = at + Math.min(size, payload.length - at);
      Frame frame =
          of(at == 0 ? opcode : Opcode.CONTINUATION, Arrays.copyOfRange(payload, at, end));
      Frame reserved = frame.withRsv(at == 0 ? rsv : 0);
      frames.add(end == payload.length ? reserved : reserved.unfinished());
      at = end;
    } while (at < payload.length);
    return frames.toArray(Frame[]::new);
  }

  Frame withRsv(int bits) {
    return new Frame(fin, bits, opcode, masking, form, declared, payload);
  }

  Frame wronglyMasked() {
    return new Frame(fin, rsv, opcode, Masking.WRONG, form, declared, payload);
  }

  Frame withLengthForm(LengthForm longer) {
    return new Frame(fin, rsv, opcode, masking, longer, declared, payload);
  }

  /// Tells another length than that of the payload.
  Frame declaring(long length) {
    return new Frame(fin, rsv, opcode, masking, form, length, payload);
  }

  /// Whether another carries the same, byte for byte.
  boolean same(Frame other) {
    return opcode == other.opcode && Arrays.equals(payload, other.payload);
  }

  /// The bytes on the wire.
  ///
  /// @param side who sends it
  /// @param key the masking key, where it is masked
  byte[] encode(Side side, byte[] key) {
    boolean masked = (side == Side.CLIENT) == (masking == Masking.DUE);
    ByteBuffer header = ByteBuffer.allocate(14);
    header.put((byte) ((fin ? 0x80 : 0) | rsv << 4 | opcode));
    putLength(header, masked ? 0x80 : 0);
    header.put(masked ? key : new byte[0]);
    byte[] bytes = Arrays.copyOf(header.array(), header.position() + payload.length);
    System.arraycopy(payload, 0, bytes, header.position(), payload.length);
    for (int i = 0; masked && i < payload.length; i++) {
      bytes[header.position() + i] ^= key[i & 3];
    }
    return bytes;
  }

  private void putLength(ByteBuffer out, int maskBit) {
    LengthForm used = form == LengthForm.MINIMAL ? LengthForm.minimal(declared) : form;
    switch (used) {
      case MINIMAL -> out.put((byte) (maskBit | declared));
      case SIXTEEN_BITS -> out.put((byte) (maskBit | 126)).putShort((short) declared);
      case SIXTY_FOUR_BITS -> out.put((byte) (maskBit | 127)).putLong(declared);
    }
  }

  /// RFC 6455 §5.3; its own inverse.
  static byte[] masked(byte[] payload, byte[] key) {
    byte[] result = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      result[i] = (byte) (payload[i] ^ key[i & 3]);
    }
    return result;
  }

  /// In words, such as `text of 125 bytes without FIN`.
  @Override
  public String toString() {
    return Opcode.name(opcode)
        + closeCode()
        + " of "
        + Words.bytes(payload.length)
        + (fin ? "" : " without FIN")
        + (rsv == 0 ? "" : " with RSV " + rsv)
        + (masking == Masking.DUE ? "" : " wrongly masked")
        + (form == LengthForm.MINIMAL ? "" : " with its length in another form")
        + (declared == payload.length ? "" : " declaring " + Long.toUnsignedString(declared));
  }

  private String closeCode() {
    return opcode == Opcode.CLOSE && payload.length >= 2
        ? " " + (ByteBuffer.wrap(payload).getShort() & 0xffff)
        : "";
  }
}
