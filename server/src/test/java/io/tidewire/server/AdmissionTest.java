package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.tidewire.protocol.Refusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final SocketAddress ADA = at("192.0.2.1");
  private static final SocketAddress BOB = at("192.0.2.2");

  private final AtomicLong clock = new AtomicLong();
  private final Tally tally = new Tally();

  private Admission admission(int all, int perAddress, int perSecond) {
    return new Admission(
        ServerLimits.DEFAULTS
            .withConnections(all)
            .withConnectionsPerAddress(perAddress)
            .withHandshakesPerSecond(perSecond),
        tally,
        clock::get);
  }

  private static SocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 1234);
  }

  private static Optional<Integer> status(Optional<Refusal> refusal) {
    return refusal.map(Refusal::status);
  }

  @Test
  void allConnectionsTogetherAreLimited() {
    Admission admission = admission(2, 100, 100);
    EmbeddedChannel first = new EmbeddedChannel();

    assertThat(admission.enter(first)).isEmpty();
    assertThat(admission.enter(new EmbeddedChannel())).isEmpty();
    Optional<Refusal> refusal = admission.enter(new EmbeddedChannel());

    assertThat(status(refusal)).contains(503);
    assertThat(refusal.get().headers().first("Retry-After")).contains("10");
    assertThat(admission.connections()).isEqualTo(2);
    first.close();
    assertThat(admission.enter(new EmbeddedChannel())).isEmpty();
    assertThat(tally.figures(0, 0).full()).isEqualTo(1);
    assertThat(tally.figures(0, 0).accepted()).isEqualTo(4);
  }

  @Test
  void thoseOfOneAddressAreLimitedWhateverItsPort() {
    Admission admission = admission(100, 2, 100);
    EmbeddedChannel first = new EmbeddedChannel();

    assertThat(admission.count(first, ADA)).isEmpty();
    assertThat(admission.count(new EmbeddedChannel(), ADA)).isEmpty();
    SocketAddress otherPort = new InetSocketAddress(((InetSocketAddress) ADA).getAddress(), 1);
    Optional<Refusal> refusal = admission.count(new EmbeddedChannel(), otherPort);

    assertThat(status(refusal)).contains(429);
    assertThat(refusal.get().headers().first("Retry-After")).contains("10");
    assertThat(admission.count(new EmbeddedChannel(), BOB)).isEmpty();
    first.close();
    assertThat(admission.count(new EmbeddedChannel(), ADA)).isEmpty();
    assertThat(tally.figures(0, 0).crowded()).isEqualTo(1);
  }

  @Test
  void handshakesOfOneAddressInASecondAreLimited() {
    Admission admission = admission(100, 100, 2);

    assertThat(admission.count(new EmbeddedChannel(), ADA)).isEmpty();
    assertThat(admission.count(new EmbeddedChannel(), ADA)).isEmpty();
    Optional<Refusal> refusal = admission.count(new EmbeddedChannel(), ADA);

    assertThat(status(refusal)).contains(429);
    assertThat(refusal.get().headers().first("Retry-After")).contains("1");
    clock.addAndGet(500_000_000);
    assertThat(admission.count(new EmbeddedChannel(), ADA)).isEmpty();
    assertThat(tally.figures(0, 0).hurried()).isEqualTo(1);
  }

  @Test
  void ofIpv6TheFirst64BitsCount() {
    Admission admission = admission(100, 2, 100);

    assertThat(admission.count(new EmbeddedChannel(), at("2001:db8::1"))).isEmpty();
    assertThat(admission.count(new EmbeddedChannel(), at("2001:db8::ffff:0:0:1"))).isEmpty();
    assertThat(status(admission.count(new EmbeddedChannel(), at("2001:db8::2")))).contains(429);
    assertThat(admission.count(new EmbeddedChannel(), at("2001:db8:0:1::1"))).isEmpty();
  }

  @Test
  void whatIsUncountedIsNotCounted() {
    Admission admission = admission(1, 1, 1);
    for (int i = 0; i < 100; i++) {
      assertThat(admission.count(new EmbeddedChannel(), at("10.1.2.3"))).isEmpty();
      assertThat(admission.count(new EmbeddedChannel(), at("127.0.0.1"))).isEmpty();
      assertThat(admission.count(new EmbeddedChannel(), UnixDomainSocketAddress.of(""))).isEmpty();
    }
    assertThat(admission.sources()).isZero();
  }

  @Test
  void onlyAddressesThatAreConnectedAreRemembered() {
    Admission admission = admission(100_000, 1, 1);
    List<EmbeddedChannel> open = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String address = "2001:db8:" + Integer.toHexString(i) + "::1";
      EmbeddedChannel channel = new EmbeddedChannel();
      admission.count(channel, at(address));
      admission.count(new EmbeddedChannel(), at(address)); // one too many
      if (i % 100 == 0) {
        open.add(channel);
      } else {
        channel.close();
      }
    }
    // Those that shared a slot with another were refused.
    assertThat(admission.sources()).isLessThanOrEqualTo(open.size());
    open.forEach(EmbeddedChannel::close);
    assertThat(admission.sources()).isZero();
  }

  @Test
  void refusalsAreToldAHundredTimesASecond() {
    Admission admission = admission(1, 1, 1);
    int told = 0;
    for (int i = 0; i < 1_000; i++) {
      told += admission.mayAnswer() ? 1 : 0;
    }
    assertThat(told).isEqualTo(100);
    assertThat(tally.figures(0, 0).unanswered()).isEqualTo(900);
  }

  @Test
  void refusalsAreLoggedOnceASecond() {
    Admission admission = admission(1, 100, 100);
    try (Logs logs = new Logs()) {
      for (int i = 0; i < 100; i++) {
        admission.enter(new EmbeddedChannel());
      }
      clock.addAndGet(1_000_000_000);
      admission.enter(new EmbeddedChannel());

      assertThat(logs.lines())
          .hasSize(2)
          .last()
          .asString()
          .matches("refused .*, and 99 alike: this server has as many connections as it takes.*");
    }
  }
}
