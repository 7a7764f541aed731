package io.tidewire.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who checks the checker of clients: each fault is noticed by exactly the cases that should notice
/// it.
@Timeout(120)
class ClientCheckerTest {
  /// Long enough for a busy machine; a case that waits in vain takes this long.
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  /// Those that are about the handshake and masking keys.
  private static final List<Case> CASES =
      Cases.select(Side.CLIENT, List.of("opening.*", "masking.keys.*"));

  @ParameterizedTest
  @EnumSource
  void eachFaultIsNoticedByItsCasesAlone(ClientFault fault) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ClientCheck check = ClientCheck.listen(any, CASES, TIMEOUT, (_, _, _) -> {})) {
      BrokenClient.drive(check.address().getPort(), fault);
      assertThat(check.await(TIMEOUT).results())
          .filteredOn(result -> result.verdict() != fault.expected(result.tried()))
          .map(result -> result.tried() + " " + result.overall())
          .isEmpty();
    }
  }
}
