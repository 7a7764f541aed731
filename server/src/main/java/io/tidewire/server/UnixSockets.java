package io.tidewire.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The files of Unix domain sockets, which outlive a server that is killed.
final class UnixSockets {
  private UnixSockets() {}

  /// Makes way for a new socket: removes one that nobody listens on any more.
  ///
  /// @throws UncheckedIOException when somebody does, or when the file is no socket
  static void clear(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      // A socket is neither file nor folder nor link; Java has no closer question.
      if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther()) {
        throw new IOException("it exists and is no socket");
      }
      if (answers(path)) {
        throw new IOException("another program listens there");
      }
      Files.delete(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          path + " cannot be listened on: " + failure.getMessage(), failure);
    }
  }

  private static boolean answers(Path path) throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException refused) {
      return false;
    }
  }

  static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      System.getLogger("io.tidewire").log(Level.WARNING, "cannot remove " + path, failure);
    }
  }
}
