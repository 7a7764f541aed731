package io.tidewire.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/// A frame as a peer that we did not write sends and reads it, from RFC 6455 §5.2 alone.
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Frame(boolean fin, int opcode, byte[] payload) {
  private static final int KEY = 0x37FA213D;

  static Frame text(String text) {
    return new Frame(true, 1, text.getBytes(UTF_8));
  }

  static Frame binary(byte[] payload) {
    return new Frame(true, 2, payload);
  }

  static Frame ping(String payload) {
    return new Frame(true, 9, payload.getBytes(UTF_8));
  }

  static Frame pong(byte[] payload) {
    return new Frame(true, 10, payload);
  }

  static Frame close(int code) {
    return new Frame(true, 8, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /// The same as a fragment that others follow.
  Frame unfinished() {
    return new Frame(false, opcode, payload);
  }

  /// The bytes on the wire.
  byte[] bytes(boolean masked) {
    int mask = masked ? 0x80 : 0;
    ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
    out.put((byte) ((fin ? 0x80 : 0) | opcode));
    if (payload.length < 126) {
      out.put((byte) (mask | payload.length));
    } else if (payload.length < 65536) {
      out.put((byte) (mask | 126)).putShort((short) payload.length);
    } else {
      out.put((byte) (mask | 127)).putLong(payload.length);
    }
    if (masked) {
      out.putInt(KEY);
    }
    out.put(masked ? xor(payload, KEY) : payload);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static byte[] xor(byte[] payload, int key) {
    byte[] out = payload.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] ^= (byte) (key >> (24 - 8 * (i % 4)));
    }
    return out;
  }

  /// Reads a frame; null at the end of the stream.
  static Frame read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    DataInputStream data = new DataInputStream(in);
    int second = data.readUnsignedByte();
    int shortLength = second & 0x7F;
    long length =
        shortLength == 126
            ? data.readUnsignedShort()
            : shortLength == 127 ? data.readLong() : shortLength;
    int key = second > 0x7F ? data.readInt() : 0;
    byte[] payload = data.readNBytes((int) length);
    if (payload.length < length) {
      throw new EOFException("half a frame");
    }
    return new Frame(first > 0x7F, first & 0x7F, xor(payload, key));
  }

  /// Reads whole frames.
  static List<Frame> readAll(byte[] bytes) {
    InputStream in = new ByteArrayInputStream(bytes);
    List<Frame> frames = new ArrayList<>();
    try {
      for (Frame frame = read(in); frame != null; frame = read(in)) {
        frames.add(frame);
      }
      return frames;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] concat(boolean masked, Frame... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      out.writeBytes(frame.bytes(masked));
    }
    return out.toByteArray();
  }

  /// "text hi", "close 1000 bye", "continuation+ ..." where others follow.
  @Override
  public String toString() {
    return switch (opcode) {
      case 0 -> "continuation" + more() + describe(true, payload);
      case 1 -> "text" + more() + describe(true, payload);
      case 2 -> "binary" + more() + describe(false, payload);
      case 8 -> describeClose();
      case 9 -> "ping" + more() + HexFormat.of().formatHex(payload);
      case 10 -> "pong" + more() + describe(true, payload);
      default -> "opcode " + opcode;
    };
  }

  private String more() {
    return fin ? " " : "+ ";
  }

  private String describeClose() {
    if (payload.length == 0) {
      return "close";
    }
    int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    return ("close " + code + " " + new String(payload, 2, payload.length - 2, UTF_8)).strip();
  }

  /// A short payload itself; of a long one the size and a checksum.
  static String describe(boolean text, byte[] payload) {
    if (payload.length > 40) {
      CRC32 crc = new CRC32();
      crc.update(payload);
      return payload.length + " bytes " + Long.toHexString(crc.getValue());
    }
    return text ? new String(payload, UTF_8) : HexFormat.of().formatHex(payload);
  }
}
