package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.DataFormatException;

/// An echo over an open connection, of a server or a client, which keeps the rules but for the
/// faults that it is given. It shares no code with the kit.
final class BrokenFrames {
  /// Of all connections, for the fault that mixes them up.
  static final ByteArrayOutputStream COMMON = new ByteArrayOutputStream();

  private static final int MAX_LENGTH = 64 << 20;
  private static final int SMALL_LIMIT = 64 << 10;

  private final Side side;
  private final Socket socket;
  private final Set<Fault> faults;
  private final DataInputStream in;
  private final BrokenSender out;
  private final ByteArrayOutputStream message;
  private final Optional<BrokenDeflate> deflate;
  private BrokenUtf8 utf8 = new BrokenUtf8();
  private int opcode;
  private boolean compressed; // the message in progress
  private byte[] last = new byte[0]; // message

  /// The peer broke a rule.
  private static final class Violation extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    Violation(int code) {
      this.code = code;
    }
  }

  /// @param side which end it is
  /// @param in what the handshake has left unread
  BrokenFrames(
      Side side,
      Socket socket,
      DataInputStream in,
      Optional<BrokenDeflate> deflate,
      Set<Fault> faults)
      throws IOException {
    this.side = side;
    this.socket = socket;
    this.in = in;
    this.deflate = deflate;
    this.faults = faults;
    out = new BrokenSender(side, socket.getOutputStream(), faults);
    message = has(Fault.JOINS_CONNECTIONS) ? COMMON : new ByteArrayOutputStream();
    message.reset();
  }

  /// Serves it until it ends.
  ///
  /// @param harm what a failure does to others, for the fault that does so
  void run(Runnable harm) throws IOException {
    try {
      beat();
      boolean open = true;
      while (open) {
        open = frame();
      }
    } catch (Violation e) {
      if (has(Fault.FAILS_ALL_AT_ONCE)) {
        harm.run();
      }
      fail(e.code);
    } finally {
      deflate.ifPresent(BrokenDeflate::close);
    }
  }

  /// The last message.
  byte[] last() {
    return last;
  }

  private boolean has(Fault fault) {
    return faults.contains(fault);
  }

  /// RFC 6455 §5.5.2, §5.5.3: both may be sent unasked.
  private void beat() throws IOException {
    if (has(Fault.PINGS_BY_ITSELF)) {
      send(9, "alive?".getBytes(UTF_8));
      send(9);
      send(10, "alive".getBytes(UTF_8));
      send(10);
    }
  }

  // ---- in

  /// @return false after the last one
  private boolean frame() throws IOException, Violation {
    int first = in.read();
    if (first < 0) {
      ended();
      return false;
    }
    int second = in.readUnsignedByte();
    int type = first & 15;
    check(first, second, type);
    int length = length(second & 127);
    byte[] key = new byte[4];
    if ((second & 128) != 0) {
      in.readFully(key);
    }
    return type <= 2 ? data(first, type, length, key) : control(type, payload(length, key, 0));
  }

  private void check(int first, int second, int type) throws Violation {
    require((second >= 128) == (side == Side.SERVER) || has(Fault.ACCEPTS_WRONG_MASKS));
    boolean mayCompress = type == 1 || type == 2 || has(Fault.ACCEPTS_RSV1_ANYWHERE);
    int reserved = deflate.isPresent() && mayCompress ? 0x30 : 0x70;
    require((first & reserved) == 0 || has(Fault.ACCEPTS_RESERVED_BITS));
    require(type <= 2 || (type >= 8 && type <= 10) || has(Fault.ACCEPTS_RESERVED_OPCODES));
    if (type > 2) {
      require(first >= 128 || has(Fault.ACCEPTS_FRAGMENTED_CONTROL_FRAMES));
      require((second & 127) <= 125 || has(Fault.ACCEPTS_LARGE_CONTROL_FRAMES));
    } else if (type == 0) {
      require(opcode != 0 || has(Fault.ACCEPTS_STRAY_CONTINUATIONS));
    } else {
      require(opcode == 0 || has(Fault.ACCEPTS_NESTED_MESSAGES));
    }
  }

  private static void require(boolean kept) throws Violation {
    if (!kept) {
      throw new Violation(1002);
    }
  }

  private int length(int seven) throws IOException, Violation {
    if (seven < 126) {
      return seven;
    }
    if (seven == 126 && has(Fault.REFUSES_16_BIT_LENGTHS)) {
      throw new Violation(1009);
    }
    long length = seven == 126 ? in.readUnsignedShort() : in.readLong();
    require(length >= (seven == 126 ? 126 : 65_536) || has(Fault.ACCEPTS_LONG_LENGTHS));
    require(length >= 0);
    if (length > MAX_LENGTH && !has(Fault.TRUNCATES_LENGTHS)) {
      throw new Violation(1009);
    }
    return (int) (length > MAX_LENGTH ? length & 0x7fff : length);
  }

  private void limit(long size) throws Violation {
    if (size > SMALL_LIMIT && has(Fault.LIMITS_MESSAGES)) {
      throw new Violation(1009);
    } else if (size > SMALL_LIMIT && has(Fault.LIMITS_MESSAGES_WITH_1008)) {
      throw new Violation(1008);
    }
  }

  private byte[] payload(int length, byte[] key, int type) throws IOException, Violation {
    byte[] payload = new byte[length];
    for (int at = 0; at < length; ) {
      int read = in.read(payload, at, length - at);
      if (read < 0) {
        ended();
        throw new IOException("the end amid a frame");
      }
      for (int i = at; i < at + read; i++) {
        payload[i] ^= key[i & 3];
      }
      if (type == 1 && !compressed && !has(Fault.LATE_UTF8)) {
        decode(payload, at, at + read);
      }
      at += read;
    }
    return payload;
  }

  private void decode(byte[] bytes, int from, int to) throws Violation {
    if (!utf8.accepts(bytes, from, to) && !has(Fault.CHECKS_NO_TEXT)) {
      throw new Violation(1007);
    }
  }

  private void endText() throws Violation {
    boolean whole = utf8.isWhole() || has(Fault.CHECKS_NO_TEXT);
    utf8 = new BrokenUtf8();
    if (!whole) {
      throw new Violation(1007);
    }
  }

  private boolean data(int first, int type, int length, byte[] key) throws IOException, Violation {
    compressed = type == 0 ? compressed : deflate.isPresent() && (first & 0x40) != 0;
    opcode = type == 0 && opcode != 0 ? opcode : Math.max(1, type);
    limit(message.size() + (long) length);
    byte[] piece = payload(length, key, opcode);
    synchronized (message) { // which another connection may have too
      message.write(piece);
      if (first >= 128) {
        endMessage();
      }
    }
    return true;
  }

  private void endMessage() throws IOException, Violation {
    byte[] whole = compressed ? inflated() : message.toByteArray();
    limit(whole.length);
    boolean checked = compressed ? !has(Fault.CHECKS_NO_COMPRESSED_TEXT) : has(Fault.LATE_UTF8);
    if (opcode == 1 && checked) {
      decode(whole, 0, whole.length);
    }
    if (opcode == 1) {
      endText();
    }
    echo(whole);
  }

  private byte[] inflated() throws Violation {
    try {
      return deflate.orElseThrow().inflate(message.toByteArray());
    } catch (DataFormatException e) {
      if (has(Fault.IGNORES_DAMAGE)) {
        return new byte[0];
      }
      throw new Violation(1007);
    }
  }

  private void echo(byte[] whole) throws IOException {
    last = whole;
    beat();
    if (has(Fault.CORRUPTS_LARGE_MESSAGES) && whole.length > 60_000) {
      whole[50_000] ^= 1;
    }
    if (deflate.isPresent() && !has(Fault.NEVER_COMPRESSES)) {
      send(0x40 | opcode, deflate.get().deflate(whole));
    } else {
      send(has(Fault.SETS_RSV1_UNASKED) ? 0x40 | opcode : opcode, whole);
    }
    opcode = 0;
    message.reset();
  }

  private boolean control(int type, byte[] payload) throws IOException, Violation {
    if (type == 8) {
      closed(payload);
      return false;
    } else if (type == 9 && has(Fault.WRONG_PONG)) {
      send(10, "wrong".getBytes(UTF_8));
    } else if ((type == 9 && !skips(payload)) || (type == 10 && has(Fault.ANSWERS_PONGS))) {
      send(10, payload);
    }
    return true;
  }

  private boolean skips(byte[] ping) {
    String text = new String(ping, UTF_8);
    return has(Fault.NO_PONG)
        || (has(Fault.SKIPS_ODD_PINGS_BUT_THE_NEWEST) && text.matches("ping [1357]"))
        || (has(Fault.SKIPS_THE_NEWEST_PING) && text.equals("ping 9"));
  }

  // ---- the end

  /// For the fault that keeps its side of TCP until this one has gone too.
  private void ended() {
    while (has(Fault.WAITS_WHEN_TCP_ENDS) && !socket.isClosed()) {
      LockSupport.park(this);
    }
  }

  private void closed(byte[] payload) throws IOException, Violation {
    require(payload.length != 1);
    int code = payload.length == 0 ? 1000 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    require(
        isKnown(code)
            || has(Fault.ACCEPTS_ANY_CLOSE_CODE)
            || has(Fault.ANSWERS_STRANGE_CODES_WITH_1000));
    if (payload.length > 2) {
      BrokenUtf8 reason = new BrokenUtf8();
      if (!reason.accepts(payload, 2, payload.length) || !reason.isWhole()) {
        throw new Violation(1007);
      }
    }
    if (!has(Fault.NO_CLOSE_ECHO)) {
      send(8, answer(code, payload));
    }
    end();
  }

  private byte[] answer(int code, byte... payload) {
    if (has(Fault.CLOSES_WITH_1001)) {
      return new byte[] {3, (byte) 0xe9};
    } else if (has(Fault.ANSWERS_STRANGE_CODES_WITH_1000) && !isKnown(code)) {
      return new byte[] {3, (byte) 0xe8};
    }
    return Arrays.copyOf(payload, has(Fault.CLOSES_WITHOUT_CODE) ? 0 : Math.min(2, payload.length));
  }

  private boolean isKnown(int code) {
    int last = has(Fault.KNOWS_NO_CODES_REGISTERED_LATER) ? 1011 : 1014;
    return (code >= 1000 && code <= last && (code < 1004 || code > 1006))
        || (code >= 3000 && code <= 4999);
  }

  private void fail(int code) throws IOException {
    if (!has(Fault.FAILS_WITHOUT_CLOSE_FRAME)) {
      int told = told(code);
      send(8, (byte) (told >> 8), (byte) told);
    }
    end();
  }

  private int told(int code) {
    return Map.of(
            Fault.FAILS_WITH_999, 999,
            Fault.FAILS_WITH_1000, 1000,
            Fault.FAILS_WITH_1003, 1003,
            Fault.FAILS_WITH_1006, 1006)
        .entrySet()
        .stream()
        .filter(each -> has(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(code);
  }

  private void end() throws IOException {
    if (has(Fault.CLOSES_TWICE)) {
      send(8, (byte) 3, (byte) 0xe8);
    }
    if (has(Fault.PINGS_AFTER_ITS_CLOSE)) {
      send(9, "still there?".getBytes(UTF_8));
    }
    if (has(Fault.SENDS_A_MESSAGE_AFTER_ITS_CLOSE)) {
      send(1, "too late".getBytes(UTF_8));
    }
    if (has(Fault.RESETS)) {
      socket.setSoLinger(true, 0);
      return;
    } else if (!has(Fault.LEAVES_TCP_OPEN)) {
      socket.shutdownOutput();
    }
    in.transferTo(OutputStream.nullOutputStream());
  }

  private void send(int first, byte... payload) throws IOException {
    out.send(first, payload);
  }
}
