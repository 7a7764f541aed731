package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.client.WebSocketClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// One `./tidewire serve`, and all at the same time the JDK's client, Node's `ws`, Chromium,
/// `./tidewire connect` and our own client.
@Needs({Tool.NODE, Tool.CHROMIUM})
class AllPeersAtOnceTest {
  private static final int LINES = 20;
  private static final HttpClient JDK = HttpClient.newHttpClient();

  @AutoClose private static NodeProcess node;
  @AutoClose private static Browser browser;
  @AutoClose private static TidewireCommand serve;
  @AutoClose private static TidewireCommand connect;
  private static String console;
  private static URI room;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("peer.mjs");
    browser = new Browser();
    serve = TidewireCommand.serve();
    console = serve.address("console");
    room = URI.create(serve.address("chat").replace("{room}", "all"));
    connect = new TidewireCommand("connect", room.toString());
  }

  @AfterAll
  static void stop() {
    JDK.shutdownNow();
  }

  @Test
  void eachHearsEveryLineOfEveryone() throws Exception {
    List<Member> members = List.of(jdk(), node(), page(), command(), ours());
    for (Member member : members) {
      member.enter();
    }
    for (int i = 0; i < LINES; i++) {
      for (Member member : members) {
        member.says.accept(member.name + " " + i);
      }
    }
    for (Member member : members) {
      List<String> heard = member.hear(members.size() * LINES);
      for (Member other : members) {
        List<String> said = IntStream.range(0, LINES).mapToObj(i -> other.name + " " + i).toList();
        assertThat(heard).as(member.name).containsSubsequence(said);
      }
    }
  }

  private static Member jdk() {
    return of("jdk", JdkPeer.connect(JDK, room));
  }

  private static Member node() {
    NodePeer.connect(node, "member", room, Map.of());
    return of("node", new NodePeer(node, "member", ""));
  }

  private static Member page() {
    ConsolePage page = new ConsolePage(browser, console, Map.of());
    page.connect(room.toString());
    return new Member("page", page::sendText, page::nextLine);
  }

  private static Member command() {
    return new Member("command", connect::type, connect.output()::next);
  }

  private static Member ours() {
    WebSocket ws = WebSocketClient.connect(room.toString());
    return new Member("ours", ws::send, () -> ws.receive().text());
  }

  private static Member of(String name, Peer peer) {
    return new Member(name, peer::send, () -> ((Event.Text) peer.next()).text());
  }

  /// Someone in the room.
  private record Member(String name, Voice says, Supplier<String> hears) {
    interface Voice {
      void accept(String line) throws Exception;
    }

    /// Makes sure to be in.
    void enter() throws Exception {
      String hello = "hello from " + name;
      says.accept(hello);
      while (!hears.get().equals(hello)) {}
    }

    /// Waits for so many lines, greetings not counted.
    List<String> hear(int lines) {
      return Stream.generate(hears).filter(line -> !line.startsWith("hello")).limit(lines).toList();
    }
  }
}
