package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A browser: Chromium, which takes any certificate, or Firefox, which can evaluate and no more.
final class Browser implements AutoCloseable {
  private final AtomicInteger calls = new AtomicInteger();
  private final NodeProcess driver;

  Browser() throws IOException {
    this(Tool.CHROMIUM);
  }

  /// @param which [Tool#CHROMIUM] or [Tool#FIREFOX]
  Browser(Tool which) throws IOException {
    driver = new NodeProcess(which == Tool.FIREFOX ? "firefox.mjs" : "browser.mjs");
    call("launch", "executable", which.command());
  }

  /// Opens a page in a profile of its own.
  Page open(String url) {
    return open(url, Map.of());
  }

  /// Opens a page in a profile of its own.
  ///
  /// @param options of the profile, as playwright names them: `viewport`, `colorScheme`, ...
  Page open(String url, Map<String, Object> options) {
    String name = "page" + calls.incrementAndGet();
    call("openPage", "page", name, "url", url, "options", options);
    return new Page(name);
  }

  /// Ends the browser and its driver.
  @Override
  public void close() throws IOException {
    driver.close();
  }

  private JsonNode call(String command, Object... namesAndValues) {
    String id = "call" + calls.incrementAndGet();
    driver.tell(id, command, namesAndValues);
    JsonNode answer = driver.inbox(id).next();
    assertThat(answer.get("event").asString()).as(answer.toString()).isEqualTo("done");
    return answer.get("result");
  }

  /// A page. What waits in it does so for a while, and then fails.
  final class Page {
    private final String name;

    Page(String name) {
      this.name = name;
    }

    void click(String selector) {
      call("click", "page", name, "selector", selector);
    }

    /// Sets a field's text.
    void fill(String selector, String value) {
      call("fill", "page", name, "selector", selector, "value", value);
    }

    /// Chooses from a list.
    void select(String selector, String value) {
      call("select", "page", name, "selector", selector, "value", value);
    }

    /// The value of an expression, or what a function makes of the argument; a promise's result.
    JsonNode evaluate(String expression, Object arg) {
      return call("evaluate", "page", name, "expression", expression, "arg", arg);
    }

    JsonNode evaluate(String expression) {
      return evaluate(expression, null);
    }

    /// Waits until there is such an element.
    ///
    /// @param selector CSS, with playwright's extensions
    void waitFor(String selector) {
      call("waitFor", "page", name, "selector", selector);
    }

    String text(String selector) {
      return evaluate("(s) => document.querySelector(s).textContent", selector).asString();
    }

    /// Takes what the page's console said as an error or a warning, and what its scripts threw.
    List<String> problems() {
      JsonNode problems = call("problems", "page", name);
      return StreamSupport.stream(problems.spliterator(), false).map(JsonNode::asString).toList();
    }

    /// Writes the whole page to `target/` under this name.
    void screenshot(String file) {
      call(
          "screenshot",
          "page",
          name,
          "path",
          Checkout.TARGET.resolve(file).toString(),
          "wholePage",
          true);
    }

    void close() {
      call("closePage", "page", name);
    }
  }
}
