package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopTest {
  private static Hop hop(String address, int port) {
    return new Hop(Optional.of(new InetSocketAddress(InetAddress.ofLiteral(address), port)));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, 0",
    "192.0.2.1:8080, 192.0.2.1, 8080",
    "2001:db8::1, 2001:db8::1, 0",
    "[2001:db8::1], 2001:db8::1, 0",
    "[2001:db8::1]:443, 2001:db8::1, 443",
    "192.0.2.1:_hidden, 192.0.2.1, 0",
    "192.0.2.1:99999, 192.0.2.1, 0",
    "::ffff:192.0.2.1, 192.0.2.1, 0"
  })
  void anAddressIsReadInEachForm(String node, String address, int port) {
    assertThat(Hop.xForwardedFor(List.of(node))).containsExactly(hop(address, port));
    assertThat(Hop.forwarded(List.of("for=\"" + node + "\""))).containsExactly(hop(address, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_mystery",
        "localhost",
        "10.1",
        "1.2.3.4.5",
        "256.1.1.1",
        "[::1",
        "::1]",
        "[]",
        ":80",
        "[::1]x",
        "fe80::1%eth0",
        "1.2.3.4:",
        "[1:2:3:4:5:6:7:8:9]"
      })
  void whatIsNoAddressIsNotTold(String node) {
    assertThat(Hop.xForwardedFor(List.of(node))).allMatch(hop -> hop.address().isEmpty());
  }

  @Test
  void theLastWrittenComesFirst() {
    assertThat(Hop.xForwardedFor(List.of("192.0.2.1, 192.0.2.2", "192.0.2.3 ,192.0.2.4")))
        .containsExactly(
            hop("192.0.2.4", 0), hop("192.0.2.3", 0), hop("192.0.2.2", 0), hop("192.0.2.1", 0));
  }

  // The examples of RFC 7239 §4 and more.
  @Test
  void theFieldForwardedIsReadByItsGrammar() {
    assertThat(Hop.forwarded(List.of("For=\"[2001:db8:cafe::17]:4711\"")))
        .containsExactly(hop("2001:db8:cafe::17", 4711));
    assertThat(Hop.forwarded(List.of("for=192.0.2.60;proto=http;by=203.0.113.43")))
        .containsExactly(hop("192.0.2.60", 0));
    assertThat(Hop.forwarded(List.of("by=203.0.113.43 ; FOR = 192.0.2.43, for=198.51.100.17")))
        .containsExactly(hop("198.51.100.17", 0), hop("192.0.2.43", 0));
    assertThat(Hop.forwarded(List.of("by=203.0.113.43")).getFirst().address()).isEmpty();
    assertThat(Hop.forwarded(List.of("for=\"_a, b\", for=192.0.2.1"))).hasSize(2);
  }

  @Test
  void quotesLeftOpenDoNotSwallowWhatAProxyAdds() {
    assertThat(Hop.forwarded(List.of("for=\"192.0.2.66, for=192.0.2.1")).getFirst())
        .isEqualTo(hop("192.0.2.1", 0));
    assertThat(Hop.forwarded(List.of("for=\"\\", "for=192.0.2.1")).getFirst())
        .isEqualTo(hop("192.0.2.1", 0));
  }
}
