package io.tidewire.fallback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.OriginRule;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of sockjs-protocol 0.3.3 about what browsers load as scripts and pages: IframePage,
/// HtmlFile, JsonPolling.
class BrowserTransportTest extends FallbackFixture {
  private static final FallbackOptions ALL = QUICK.withJsonp(true).withClient("/sockjs.js");

  private String jsonp(String callback) throws Exception {
    return get("/000/s/jsonp?c=" + callback).body();
  }

  private HttpResponse<String> form(String body) throws Exception {
    return send(
        to("/000/s/jsonp_send")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  // ---- IframePage

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/iframe.html",
        "/iframe-a.html",
        "/iframe-0.1.2.html",
        "/iframe-0.1.2abc-dirty.2144.html",
        "/iframe-a.html?t=1234"
      })
  void iframePageIsServedAndCached(String path) throws Exception {
    start(ALL.withSessionCookie(true), builder -> builder);
    HttpResponse<String> page = get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(field(page, "content-type")).isEqualTo("text/html; charset=UTF-8");
    assertThat(page.body()).contains("src=\"/sockjs.js\"").contains("SockJS.bootstrap_iframe()");
    assertThat(field(page, "cache-control")).contains("public").contains("max-age=31536000");
    assertThat(field(page, "expires")).isNotEmpty();
    assertThat(field(page, "etag")).matches("\"[0-9a-f]+\"");
    assertThat(page.headers().firstValue("set-cookie")).isEmpty();
    assertThat(field(page, "content-security-policy")).isEqualTo("frame-ancestors 'self'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/iframe.htm",
        "/iframe",
        "/IFRAME.HTML",
        "/IFRAME",
        "/iframe.HTML",
        "/iframe.xml",
        "/iframe-/.html"
      })
  void iframePageInvalidUrls(String path) throws Exception {
    start(ALL, builder -> builder);
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void iframePageCacheability() throws Exception {
    start(ALL, builder -> builder);
    String tag = field(get("/iframe.html"), "etag");
    HttpResponse<String> known = send(to("/iframe.html").header("If-None-Match", tag));
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(known.headers().firstValue("content-type")).isEmpty();
    assertThat(send(to("/iframe.html").header("If-None-Match", "\"x\"")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theFramePageMayStandWhereItsPageMayConnect() throws Exception {
    start(ALL, builder -> builder.origins(OriginRule.allow(List.of("https://a.example"))));
    assertThat(field(get("/iframe.html"), "content-security-policy"))
        .isEqualTo("frame-ancestors 'self' https://a.example:443");
    server.close();
    start(ALL, builder -> builder.origins(OriginRule.any()));
    assertThat(get("/iframe.html").headers().firstValue("content-security-policy")).isEmpty();
  }

  @Test
  void theFramePageIsNotThereWithoutAClientToLoad() throws Exception {
    start();
    assertThat(get("/iframe.html").statusCode()).isEqualTo(404);
  }

  // ---- HtmlFile

  @Test
  void htmlFileTransportAndResponseLimit() throws Exception {
    start(ALL, builder -> builder);
    HttpResponse<InputStream> response =
        http.send(to("/000/s/htmlfile?c=_jp.cb").build(), BodyHandlers.ofInputStream());
    assertThat(field(response, "content-type")).isEqualTo("text/html; charset=UTF-8");
    assertThat(field(response, "cache-control")).contains("no-store");
    try (InputStream in = response.body()) {
      String begun = new String(in.readNBytes(1024), UTF_8);
      assertThat(begun).contains("var c = parent._jp.cb;").contains("c.start();");
      String open = "<script>\np(\"o\");\n</script>\r\n";
      assertThat(read(in, 4 + open.length())).endsWith("\r\n\r\n" + open);
      post("/000/s/xhr_send", "[\"</script><script>alert(1)//\"]");
      String message =
          "<script>\np(\"a[\\\"\\u003c/script>\\u003cscript>alert(1)//\\\"]\");\n</script>\r\n";
      assertThat(read(in, message.length())).isEqualTo(message);
      post("/000/s/xhr_send", "[\"" + "x".repeat(4096) + "\"]");
      assertThat(new String(in.readAllBytes(), UTF_8)).endsWith("]\");\n</script>\r\n");
    }
    opened.join().abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"htmlfile", "jsonp"})
  void noCallbackAndInvalidCallback(String transport) throws Exception {
    start(ALL, builder -> builder);
    HttpResponse<String> none = get("/a/a/" + transport);
    assertThat(none.statusCode()).isEqualTo(500);
    assertThat(none.body()).contains("\"callback\" parameter required");
    for (String bad :
        List.of(
            "%20",
            "*",
            "abc(",
            "abc%28",
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "a-b",
            "%0a",
            "x".repeat(200))) {
      HttpResponse<String> invalid = get("/a/a/" + transport + "?c=" + bad);
      assertThat(invalid.statusCode()).isEqualTo(500);
      assertThat(invalid.body()).contains("invalid \"callback\" parameter");
      assertThat(field(invalid, "content-type")).startsWith("text/plain");
    }
    assertThat(opened).isNotDone();
  }

  // ---- JsonPolling

  @Test
  void jsonPollingTransport() throws Exception {
    start(ALL, builder -> builder);
    HttpResponse<String> open = get("/000/s/jsonp?c=%63allback");
    assertThat(open.body()).isEqualTo("/**/callback(\"o\");\r\n");
    assertThat(field(open, "content-type")).isEqualTo("application/javascript; charset=UTF-8");
    assertThat(field(open, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(field(open, "cache-control")).contains("no-store");
    HttpResponse<String> sent = form("d=%5B%22x%22%5D");
    assertThat(sent.statusCode()).isEqualTo(200);
    assertThat(sent.body()).isEqualTo("ok");
    assertThat(field(sent, "content-type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(jsonp("x")).isEqualTo("/**/x(\"a[\\\"x\\\"]\");\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"d=%5B%22x", "d=x", "d=%zz"})
  void jsonPollingInvalidJson(String body) throws Exception {
    start(ALL, builder -> builder);
    jsonp("x");
    assertThat(form(body).statusCode()).isEqualTo(500);
    assertThat(form(body).body()).contains("Broken JSON encoding.");
    for (String empty : List.of("", "d=", "p=p")) {
      assertThat(form(empty).statusCode()).isEqualTo(500);
      assertThat(form(empty).body()).contains("Payload expected.");
    }
    assertThat(form("d=%5B%22b%22%5D").body()).isEqualTo("ok");
    assertThat(jsonp("x")).isEqualTo("/**/x(\"a[\\\"b\\\"]\");\r\n");
  }

  @Test
  void jsonPollingContentTypesAndClose() throws Exception {
    start(ALL, builder -> builder);
    jsonp("x");
    assertThat(form("d=%5B%22abc%22%5D").body()).isEqualTo("ok");
    assertThat(post("/000/s/jsonp_send", "[\"%61bc\"]").body()).isEqualTo("ok");
    assertThat(jsonp("x")).isEqualTo("/**/x(\"a[\\\"abc\\\",\\\"%61bc\\\"]\");\r\n");
    opened.join().close(3000, "Go away!");
    assertThat(jsonp("x")).isEqualTo("/**/x(\"c[3000,\\\"Go away!\\\"]\");\r\n");
    assertThat(jsonp("x")).isEqualTo("/**/x(\"c[3000,\\\"Go away!\\\"]\");\r\n");
  }

  @Test
  void jsonpIsNotThereUnlessAskedFor() throws Exception {
    start();
    assertThat(get("/000/s/jsonp?c=x").statusCode()).isEqualTo(404);
    assertThat(form("d=%5B%22x%22%5D").statusCode()).isEqualTo(404);
  }

  @Test
  void jsonPollingOfAnUnknownSessionIsNotFound() throws Exception {
    start(ALL, builder -> builder);
    assertThat(form("d=%5B%22x%22%5D").statusCode()).isEqualTo(404);
  }
}
