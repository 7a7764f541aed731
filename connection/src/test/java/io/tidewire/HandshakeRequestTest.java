package io.tidewire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.protocol.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeRequestTest {
  private static HandshakeRequest with(String... headers) {
    return new HandshakeRequest(
        "GET",
        "/chat/lobby",
        Map.of("q", List.of("first", "second"), "flag", List.of("")),
        Map.of("room", "lobby"),
        Headers.of(headers),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
        Optional.empty());
  }

  @Test
  void parametersAreFoundByName() {
    HandshakeRequest request = with();
    assertThat(request.pathParameter("room")).isEqualTo("lobby");
    assertThat(request.queryParameter("q")).contains("first");
    assertThat(request.queryParameter("flag")).contains("");
    assertThat(request.queryParameter("none")).isEmpty();
    assertThatThrownBy(() -> request.pathParameter("roam"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{roam}");
  }

  @Test
  void headersAreFoundInAnyCase() {
    assertThat(with("X-User", "ada", "x-user", "bob").header("x-USER")).contains("ada");
    assertThat(with().header("x-user")).isEmpty();
  }

  @Test
  void aCookieIsFoundAmongOthers() {
    HandshakeRequest request = with("Cookie", "a=1; session=abc=; empty=", "cookie", "late=yes");
    assertThat(request.cookie("a")).contains("1");
    assertThat(request.cookie("session")).contains("abc=");
    assertThat(request.cookie("empty")).contains("");
    assertThat(request.cookie("late")).contains("yes");
    assertThat(request.cookie("none")).isEmpty();
    assertThat(request.cookie("A")).as("names have a case").isEmpty();
  }

  @Test
  void quotesAroundACookiesValueAreLeftOut() {
    HandshakeRequest request = with("Cookie", "quoted=\"a b\"; half=\"; two=\"\"");
    assertThat(request.cookie("quoted")).contains("a b");
    assertThat(request.cookie("half")).contains("\"");
    assertThat(request.cookie("two")).contains("");
  }

  @Test
  void whatIsNoCookieIsLeftOut() {
    HandshakeRequest request = with("Cookie", "nothing; =value;; ;a=1");
    assertThat(request.cookie("nothing")).isEmpty();
    assertThat(request.cookie("a")).contains("1");
  }
}
