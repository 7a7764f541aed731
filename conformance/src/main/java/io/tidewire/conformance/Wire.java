package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewire.conformance.WireLog.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A TCP connection to the peer, with or without TLS, on which anything can be sent and everything
/// is logged. A thread of its own reads, so that a peer that echoes while we still send never waits
/// for us.
final class Wire implements AutoCloseable {
  /// Stands behind the last bytes.
  private static final byte[] END = new byte[0];

  /// How many bytes may wait to be received, more than any case makes a peer send ahead. While so
  /// many do, the peer is not read.
  private static final int MAX_WAITING = 192 << 20;

  private final Socket socket;
  private final int number;
  private final WireLog log;
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MAX_WAITING);
  private final Thread reader;
  private int paused;
  private volatile TcpEnd end = TcpEnd.OPEN;

  /// @param number of the connection within its case, for the log
  Wire(Socket socket, int number, WireLog log) throws IOException {
    this.socket = socket;
    this.number = number;
    this.log = log;
    socket.setTcpNoDelay(true);
    reader = Thread.ofVirtual().start(this::read);
  }

  /// Where the peer has connected to, or we have connected from.
  InetSocketAddress here() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /// Sends, each piece in a write of its own.
  ///
  /// @return false, and the log tells why, when it is no longer taken
  boolean send(byte[] bytes, Chop chop) {
    int pieces = 0;
    try {
      for (int at = 0; at < bytes.length; pieces++) {
        int size = chop.size(pieces, bytes.length - at);
        socket.getOutputStream().write(bytes, at, size);
        at += size;
      }
      log.add(number, Direction.SENT, bytes, pieces);
      return true;
    } catch (IOException e) {
      note("sending " + bytes.length + " bytes failed in piece " + pieces + ": " + e.getMessage());
      return false;
    }
  }

  /// The next bytes, or empty when TCP has ended or the deadline has passed: [#end] tells which.
  Optional<byte[]> receive(Deadline deadline) throws InterruptedException {
    byte[] bytes = received.poll(deadline.left(), TimeUnit.NANOSECONDS);
    if (isEnd(bytes)) {
      received.add(END);
    } else if (bytes != null) {
      room.release(bytes.length);
    }
    return Optional.ofNullable(bytes).filter(some -> !isEnd(some));
  }

  /// How the peer has ended TCP, as of what has been received: open while bytes wait to be
  /// received.
  TcpEnd end() {
    return isEnd(received.peek()) ? end : TcpEnd.OPEN;
  }

  private static boolean isEnd(byte[] bytes) {
    return bytes != null && bytes.length == 0;
  }

  /// Reads nothing more, but what the system has and at most one piece, until [#resume].
  void pause() {
    paused = room.drainPermits();
    note("we stop reading");
  }

  void resume() {
    note("we read again");
    room.release(paused);
  }

  /// Says that we send nothing more; the peer sees a FIN.
  void endSending() {
    try {
      socket.shutdownOutput();
      note("we end our side of TCP");
    } catch (IOException e) {
      note("ending our side of TCP failed: " + e.getMessage());
    }
  }

  void note(String words) {
    log.add(number, Direction.NOTE, words.getBytes(UTF_8), 1);
  }

  @Override
  public void close() {
    reader.interrupt();
    try {
      socket.close();
    } catch (IOException e) {
      note("closing TCP failed: " + e.getMessage());
    }
  }

  private void read() {
    byte[] buffer = new byte[64 << 10];
    try {
      InputStream in = socket.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        byte[] bytes = Arrays.copyOf(buffer, n);
        log.add(number, Direction.RECEIVED, bytes, 1);
        room.acquire(n);
        received.add(bytes);
      }
      ended(TcpEnd.FIN, "the peer ended TCP (FIN)");
    } catch (IOException e) {
      failed(e);
    } catch (InterruptedException e) {
      note("closed while the peer was not read");
    } finally {
      received.add(END);
    }
  }

  private void failed(IOException e) {
    String words = String.valueOf(e.getMessage());
    if (words.toLowerCase(Locale.ROOT).contains("reset")) {
      ended(TcpEnd.RST, "the peer reset TCP (RST)");
    } else if (!socket.isClosed()) {
      ended(TcpEnd.FIN, "reading failed: " + words);
    }
  }

  private void ended(TcpEnd how, String words) {
    end = how;
    note(words);
  }
}
