package io.tidewire.benchmarks.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewire.Message;
import io.tidewire.WebSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.Arrays;
import java.util.Random;

/// A message of any kind and size, and how it is sent.
@SuppressWarnings("ArrayRecordComponent") // compared by `is` alone
record Parcel(boolean text, byte[] bytes) {
  // So that no message has more fragments than the default allows.
  private static final int SMALLEST_PIECE = 256;
  private static final String[] WORDS = {"tide ", "wire ", "漢字 ", "Ωmega ", "🌊 ", "{\"key\":1},"};

  /// @param largest in bytes; small ones are as likely as large ones
  static Parcel any(int largest, Random random) {
    int size = (int) Math.exp(random.nextDouble() * Math.log(largest));
    if (random.nextBoolean()) {
      return new Parcel(true, text(size, random).getBytes(UTF_8));
    }
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return new Parcel(false, bytes);
  }

  private static String text(int size, Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() + 16 < size) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(1000));
    }
    return text.toString();
  }

  void send(WebSocket ws, Random random) throws IOException {
    switch (random.nextInt(5)) {
      case 0 -> ws.send(message().uncompressed());
      case 1 -> ws.send(message().prepared());
      case 2 -> stream(ws, SMALLEST_PIECE + random.nextInt(16 << 10));
      default -> ws.send(message());
    }
  }

  private Message message() {
    return text ? Message.text(new String(bytes, UTF_8)) : Message.binary(bytes);
  }

  private void stream(WebSocket ws, int piece) throws IOException {
    if (text) {
      Writer out = ws.sendTextStream();
      out.write(new String(bytes, UTF_8));
      out.close();
      return;
    }
    OutputStream out = ws.sendBinaryStream();
    for (int at = 0; at < bytes.length; at += piece) {
      out.write(bytes, at, Math.min(piece, bytes.length - at));
      out.flush();
    }
    out.close();
  }

  /// Whether this is what came back; as text or not, since `/stream` sends all back as binary.
  boolean is(Message echo) {
    return Arrays.equals(bytes, echo.bytes());
  }
}
