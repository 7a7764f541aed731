package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  private static final SocketAddress UNIX = UnixDomainSocketAddress.of("");

  private static SocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 1234);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
    "10.1.2.0/23, 10.1.3.255, 10.1.4.0",
    "10.1.2.3, 10.1.2.3, 10.1.2.2",
    "192.0.2.128/25, 192.0.2.128, 192.0.2.127",
    "192.0.2.6/31, 192.0.2.7, 192.0.2.8",
    "0.0.0.0/0, 255.255.255.255, ::1",
    "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
    "2001:db8::1, 2001:db8::1, 2001:db8::2",
    "::/0, ffff::, 1.2.3.4"
  })
  void aBlockHoldsWhatBeginsAlike(String block, String in, String out) {
    assertThat(Networks.of(block).contains(at(in))).isTrue();
    assertThat(Networks.of(block).contains(at(out))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.1.1",
        "fd12::1",
        "fe80::1"
      })
  void privateAddressesArePrivate(String address) {
    assertThat(Networks.PRIVATE.contains(at(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "172.32.0.1", "192.0.2.1", "2001:db8::1", "100.128.0.0", "::2"})
  void publicAddressesAreNot(String address) {
    assertThat(Networks.PRIVATE.contains(at(address))).isFalse();
  }

  @Test
  void anAddressOfIpv4MayBeWrittenAsOneOfIpv6() throws Exception {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 1, 2, 3};
    SocketAddress address = new InetSocketAddress(Inet6Address.getByAddress(null, mapped, -1), 1);

    assertThat(Networks.of("10.0.0.0/8").contains(address)).isTrue();
    assertThat(Networks.of("::/0").contains(address)).isFalse();
    assertThat(Networks.of("::ffff:10.0.0.0/8").contains(address)).isTrue();
  }

  @Test
  void aUnixDomainSocketIsInWhatNamesIt() {
    assertThat(Networks.of("unix").contains(UNIX)).isTrue();
    assertThat(Networks.LOOPBACK.contains(UNIX)).isTrue();
    assertThat(Networks.of("0.0.0.0/0", "::/0").contains(UNIX)).isFalse();
    assertThat(Networks.NONE.contains(UNIX)).isFalse();
  }

  @Test
  void aNameThatWasNotLookedUpIsInNone() {
    assertThat(Networks.of("0.0.0.0/0").contains(InetSocketAddress.createUnresolved("a", 1)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10",
        "10.1",
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "256.0.0.1",
        "fe80::1%lo",
        "::1/129",
        "2001:db8::1/32",
        "1.2.3.4.5",
        ":",
        "1.2.3.4 "
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.of(text))
        .withMessageContaining("a network is written as 10.0.0.0/8");
  }

  @Test
  void theyAreShownAsTheyAreWritten() {
    assertThat(Networks.of("10.0.0.0/8", "unix")).hasToString("[10.0.0.0/8, unix]");
  }
}
