package io.tidewire.server;

import static io.tidewire.server.Servers.ask;
import static io.tidewire.server.Servers.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidewire.server.RawClient.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
  private static WebSocketServerBuilder named() {
    return Servers.echo()
        .hosts("localhost", "127.0.0.1", "[::1]", "App.Example")
        .http(_ -> HttpResponse.text(200, "secret"));
  }

  private static String calling(String host, String request) {
    return request.replace("Host: localhost", "Host: " + host);
  }

  // DNS rebinding: evil.example leads to 127.0.0.1 by now, and its page is of the same origin.
  @Test
  void aPageWhoseNameLeadsHereIsRefused() throws Exception {
    String handshake =
        RawClient.handshake("/echo", "Origin: http://evil.example:8080")
            .replace("Host: localhost", "Host: evil.example:8080");

    assertThat(ask(Servers.echo(), handshake).status()).isEqualTo(101); // why a name is asked for
    assertRefused(ask(named(), handshake), 421, "a name that this server does not answer to");
    Response page = ask(named(), calling("evil.example", RawClient.get("/")));
    assertRefused(page, 421, "add that name to the server's hosts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LocalHost",
        "localhost.",
        "127.0.0.1:1",
        "[::1]",
        "[::1]:8080",
        "app.example"
      })
  void itsOwnNamesAreAnsweredOnAnyPort(String host) throws Exception {
    assertThat(ask(named(), calling(host, RawClient.handshake("/echo"))).status()).isEqualTo(101);
    assertThat(ask(named(), calling(host, RawClient.get("/"))).body()).isEqualTo("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "xlocalhost",
        "127.0.0.1.evil.example",
        "127.0.0.2",
        "[::2]",
        "evil.example:localhost",
        "localhost..",
        "",
        "[::1",
        ":80",
        "localhost, evil"
      })
  void othersAreNot(String host) throws Exception {
    assertThat(ask(named(), calling(host, RawClient.get("/"))).body()).doesNotContain("secret");
  }

  @Test
  void everyHostThatIsSentHasToBeItsOwn() throws Exception {
    String twice = RawClient.get("/", "Host: evil.example");

    assertThat(ask(named(), twice).status()).isEqualTo(421);
  }

  @Test
  void aRequestOfHttp10WithoutAHostIsNoBrowsers() throws Exception {
    assertThat(ask(named(), "GET / HTTP/1.0\r\n\r\n").body()).isEqualTo("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:8080", "http://localhost", "*.example.com", "::1", "a b"})
  void whatIsNoHostIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Servers.local().hosts(name))
        .withMessageContaining("a host is a name such as example.com");
  }
}
