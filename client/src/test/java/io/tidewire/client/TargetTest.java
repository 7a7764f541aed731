package io.tidewire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "ws://a/, ws://a/x, true",
    "ws://a/, ws://A:80/x, true",
    "ws://a/, wss://a/x, true",
    "ws://a:80/, wss://a:443/x, true",
    "ws://a:8080/, wss://a:8080/x, true",
    "ws://a:8080/, ws://a/, false",
    "ws://a:8080/, ws://a:8081/, false",
    "ws://a/, ws://b/, false",
    "ws://a/, wss://a:80/, false",
    "ws://a/, ws://a.b/, false",
    "ws://[::1]/, ws://[::1]:80/, true",
  })
  void secretsStayWithHostAndPort(String from, String to, boolean same) {
    assertThat(target(from).sameHost(target(to))).isEqualTo(same);
  }

  @Test
  void userAndPasswordAreTakenOutOfTheUri() {
    Target target = target("ws://us%40er:p%3Aw+d@host_1:81/path?q=a@b");
    assertThat(target.uri()).hasToString("ws://host_1:81/path?q=a@b");
    assertThat(target.userInfo()).contains("us@er:p:w+d");
    assertThat(target).hasToString("ws://host_1:81/path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://host/",
        "ws:",
        "ws:///path",
        "ws://host/#top",
        "ws://host:0/",
        "ws://host:99999/",
        "host/path",
        "ws://user@/"
      })
  void whatIsNoWebSocketUriIsTheCallersMistake(String uri) {
    WebSocketClient client = WebSocketClient.builder().build();
    assertThatThrownBy(() -> client.connect(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.connectAsync(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Target target(String uri) {
    return Target.of(URI.create(uri));
  }
}
