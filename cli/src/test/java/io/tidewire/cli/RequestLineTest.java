package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestLineTest {
  @Test
  void putsPathAndQueryTogetherAgain() {
    Map<String, List<String>> query = new LinkedHashMap<>();
    query.put("q", List.of("a b", "ü"));
    query.put("flag", List.of(""));
    assertThat(RequestLine.of(Peers.request("/chat/tea time/", Map.of(), query)))
        .isEqualTo("GET /chat/tea%20time/?q=a%20b&q=%C3%BC&flag HTTP/1.1");
    assertThat(RequestLine.of(Peers.request("/", Map.of(), Map.of()))).isEqualTo("GET / HTTP/1.1");
  }
}
