package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A conversation with engines: hex in, sentences out. Each step is taken by many engines at once,
/// which must all say the same: one for each role, and for each way in which the network may cut
/// what they receive, in heap and direct buffers and either byte order.
///
/// Frames are written as a server sends them; those for a server's ears get a mask on the way, and
/// those from a client lose theirs. After each test, all that was said must have been expected, and
/// all memory must be back.
final class Wire implements AfterEachCallback {
  // More than the longest control frame with its header, so that each of its bytes is a cut alone.
  private static final int CUT_PERIOD = 140;
  private static final Pattern HEX_EVENT = Pattern.compile("(sent|binary|ping|pong) [0-9A-Fa-f ]*");

  private Set<Role> roles = EnumSet.allOf(Role.class);
  private Limits limits = Limits.DEFAULT;
  private Delivery delivery = Delivery.WHOLE;
  private int budget = Integer.MAX_VALUE;
  private boolean compressed;
  private final Map<String, Recorder.Reaction> reactions = new HashMap<>();

  // Made when the first step is taken.
  private final List<Run> runs = new ArrayList<>();
  private final PeerFrames peer = new PeerFrames();

  /// One engine and how its input is cut.
  private static final class Run {
    // Bytes before and after what is read, which must stay untouched.
    private static final int MARGIN = 3;

    final Role role;
    final Engine engine;
    final Recorder recorder;
    final CountingMemory memory;
    private final Cut cut;
    private final boolean direct;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    Run(Role role, Engine engine, Recorder recorder, CountingMemory memory, Cut cut, boolean odd) {
      this.role = role;
      this.engine = engine;
      this.recorder = recorder;
      this.memory = memory;
      this.cut = cut;
      this.direct = odd;
    }

    void receive(byte[] bytes) {
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, cut.endOfRead(at));
        read(bytes, at, end - at);
        at = end;
      }
    }

    private void read(byte[] bytes, int at, int count) {
      int end = MARGIN + count;
      makeRoom(end + MARGIN);
      ByteOrder order = direct ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
      buffer.clear().putShort(1, (short) 0).putShort(end, (short) 0).put(MARGIN, bytes, at, count);
      buffer.order(order).limit(end).position(MARGIN);
      engine.receive(buffer, recorder);
      boolean intact = buffer.position() == end && buffer.limit() == end && buffer.order() == order;
      buffer.clear();
      if (!intact || (buffer.getShort(1) | buffer.getShort(end)) != 0) {
        throw new AssertionError("a read of " + count + " bytes was not just used up");
      }
    }

    private void makeRoom(int bytes) {
      if (buffer.capacity() < bytes) {
        buffer = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
      }
    }
  }

  // ---- what the engines are like; before the first step

  Wire only(Role role) {
    roles = EnumSet.of(role);
    return this;
  }

  Wire limits(Limits limits) {
    this.limits = limits;
    return this;
  }

  /// Compression was agreed on. What is restored passes through a buffer of 50 bytes.
  Wire compressed() {
    compressed = true;
    return this;
  }

  Wire delivery(Delivery delivery) {
    this.delivery = delivery;
    return this;
  }

  /// The bytes that each engine may take at once to gather messages.
  Wire memory(int budget) {
    this.budget = budget;
    return this;
  }

  /// What the application does from within the call that reports `event`.
  Wire on(String event, Recorder.Reaction reaction) {
    reactions.put(normal(event), reaction);
    return this;
  }

  // ---- steps

  /// The peer's frames come, whole frames or parts of a payload.
  Wire receives(String frames) {
    return receives(Hex.bytes(frames));
  }

  Wire receives(byte[] frames) {
    Map<Role, byte[]> bytes = new EnumMap<>(Role.class);
    bytes.put(Role.CLIENT, frames);
    bytes.put(Role.SERVER, peer.mask(frames));
    runs().forEach(run -> run.receive(bytes.get(run.role)));
    return this;
  }

  /// Bytes come just as they are written.
  Wire receivesRaw(String bytes) {
    byte[] raw = Hex.bytes(bytes);
    runs().forEach(run -> run.receive(raw));
    return this;
  }

  /// The application, or the driver, does something.
  Wire does(BiConsumer<Engine, EngineListener> step) {
    runs().forEach(run -> step.accept(run.engine, run.recorder));
    return this;
  }

  Wire closes(int code, String reason) {
    return does((engine, listener) -> engine.close(code, reason, listener));
  }

  Wire tcpEnds() {
    return does((engine, listener) -> engine.endOfInput("", listener));
  }

  // ---- what is expected

  /// Just these events came since the last call, in this order.
  Wire then(String... events) {
    List<String> expected = Arrays.stream(events).map(Wire::normal).toList();
    for (Run run : runs()) {
      assertThat(run.recorder.takeEvents()).as(run.role.toString()).isEqualTo(expected);
    }
    return this;
  }

  Wire thenNothing() {
    return then();
  }

  Wire explains(String words) {
    for (Run run : runs()) {
      assertThat(run.recorder.closed().explanation()).contains(words);
    }
    return this;
  }

  Wire tcp(TcpAction action) {
    return tcp(action, action);
  }

  Wire tcp(TcpAction server, TcpAction client) {
    for (Run run : runs()) {
      assertThat(run.engine.tcp()).isEqualTo(run.role == Role.SERVER ? server : client);
    }
    return this;
  }

  Wire canSend(boolean expected) {
    return does((engine, listener) -> assertThat(engine.canSend()).isEqualTo(expected));
  }

  Wire holdsNoMemory() {
    runs().forEach(run -> assertThat(run.memory.buffersOut()).isZero());
    return this;
  }

  /// The most that any of the engines held at once.
  int peakMemory() {
    return runs().stream().mapToInt(run -> run.memory.peak()).max().orElseThrow();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      thenNothing().does((engine, listener) -> engine.discard()).holdsNoMemory();
    }
  }

  private List<Run> runs() {
    if (runs.isEmpty()) {
      roles.forEach(this::open);
    }
    return runs;
  }

  private void open(Role role) {
    for (Cut cut : Cut.all(CUT_PERIOD)) {
      CountingMemory memory = new CountingMemory(budget);
      Engine engine = new Engine(role, limits, delivery, memory, new Random(6455));
      if (compressed) {
        engine.useCompression(new JdkDecompressor(), ByteBuffer.allocate(50));
      }
      Recorder recorder = new Recorder(engine, role, delivery, reactions);
      runs.add(new Run(role, engine, recorder, memory, cut, runs.size() % 2 == 1));
    }
  }

  private static String normal(String event) {
    if (!HEX_EVENT.matcher(event).matches()) {
      return event;
    }
    int space = event.indexOf(' ');
    return event.substring(0, space + 1) + Hex.of(Hex.bytes(event.substring(space)));
  }
}
