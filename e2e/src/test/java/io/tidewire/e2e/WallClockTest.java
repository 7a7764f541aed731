package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import io.tidewire.deflate.Zlib;
import io.tidewire.protocol.Engine;
import io.tidewire.server.WebSocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// The wall clock jumps, and no deadline may jump with it. So nobody looks at it, but who has a
/// date to tell or to understand.
class WallClockTest {
  private static final List<Class<?>> ONE_OF_EACH_MODULE =
      List.of(
          Engine.class, Zlib.class, WebSocket.class, WebSocketServer.class, WebSocketClient.class);

  private static final Pattern WALL_CLOCK =
      Pattern.compile(
          "java/lang/System\\.currentTimeMillis|java/time/(Clock|InstantSource)\\.(system|tick).*"
              + "|java/time/\\w+\\.now|java/util/Date\\.<init>|java/util/Calendar\\.getInstance");

  @Test
  void onlyDatesAreReadFromIt() throws Exception {
    List<String> looking = new ArrayList<>();
    for (Class<?> one : ONE_OF_EACH_MODULE) {
      looking.addAll(looking(one));
    }
    assertThat(looking)
        .containsExactlyInAnyOrder(
            "io/tidewire/server/NettyHttp", // the field Date, RFC 9110 §6.6.1
            "io/tidewire/client/WebSocketClientBuilder"); // a date in Retry-After, §10.2.3
  }

  private static List<String> looking(Class<?> one) throws Exception {
    Path jar = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> looking = new ArrayList<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(file.entries())) {
        if (entry.getName().endsWith(".class")) {
          ClassModel model = read(file, entry);
          if (looks(model)) {
            looking.add(model.thisClass().asInternalName());
          }
        }
      }
    }
    return looking;
  }

  private static ClassModel read(JarFile file, JarEntry entry) throws IOException {
    try (InputStream bytes = file.getInputStream(entry)) {
      return ClassFile.of().parse(bytes.readAllBytes());
    }
  }

  private static boolean looks(ClassModel model) {
    return StreamSupport.stream(model.constantPool().spliterator(), false)
        .filter(MemberRefEntry.class::isInstance)
        .map(MemberRefEntry.class::cast)
        .map(entry -> entry.owner().asInternalName() + "." + entry.name().stringValue())
        .anyMatch(WALL_CLOCK.asMatchPredicate());
  }
}
