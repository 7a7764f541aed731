package io.tidewire.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static Routes routes(String... patterns) {
    return new Routes(
        Arrays.stream(patterns)
            .map(pattern -> new Route(RoutePattern.parse(pattern), null, List.of()))
            .toList());
  }

  private static String find(Routes routes, String path) throws RefusedException {
    return routes
        .find(Target.parse(path).segments())
        .map(match -> match.route().pattern().text())
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/chat, /chat",
    "/chat/, /chat/",
    "/chat/lobby, /chat/lobby",
    "/chat/other, /chat/{room}",
    "/chat/other/log, /chat/{room}/log",
    "/chat/lobby/log, /chat/{room}/log",
    "/x/lobby/log, /{any}/lobby/log",
    "/nothing, none",
    "/chat/a/b, none",
    "/chat//log, none"
  })
  void preferALiteralSegmentFromLeftToRight(String path, String pattern) throws RefusedException {
    Routes routes =
        routes(
            "/",
            "/{any}/lobby/log",
            "/chat/{room}",
            "/chat/{room}/log",
            "/chat/lobby",
            "/chat",
            "/chat/");

    assertThat(find(routes, path)).isEqualTo(pattern);
  }

  @Test
  void tellWhatTheNamesStandFor() throws RefusedException {
    Routes routes = routes("/{a}/x/{b}", "/{c}/{d}/z/{e}");

    assertThat(routes.find(Target.parse("/1/x/2%2F3").segments()).orElseThrow().parameters())
        .isEqualTo(Map.of("a", "1", "b", "2/3"));
    // Tries the literal first, and forgets what that gathered.
    assertThat(routes.find(Target.parse("/1/x/z/4").segments()).orElseThrow().parameters())
        .isEqualTo(Map.of("c", "1", "d", "x", "e", "4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "chat",
        "/a//b",
        "//",
        "/{",
        "/{}",
        "/{a b}",
        "/x{a}",
        "/{a}/{a}",
        "/a?b",
        "/a#b",
        "/%20"
      })
  void refuseMalformedPatterns(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoutePattern.parse(pattern))
        .withMessageContaining("the route " + pattern + " is malformed");
  }

  @ParameterizedTest
  @CsvSource({"/a, /a", "/a/{x}, /a/{y}", "/{a}/b, /{c}/b"})
  void refuseTwoRoutesForTheSamePaths(String one, String other) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> routes(one, other))
        .withMessage("the route " + other + " matches the same paths as " + one);
  }
}
