package io.tidewire.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The opening handshake of a [BrokenServer].
final class BrokenHandshake {
  private static final int MAX_HEAD = 16 << 10;
  private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
  private static final String EXTENSION =
      TOKEN
          + "(\\s*;\\s*"
          + TOKEN
          + "(\\s*=\\s*("
          + TOKEN
          + "|\"([!#$%&'*+\\-.^_`|~0-9A-Za-z]|\\\\[!-~])+\"))?)*";
  private static final Pattern LINE = Pattern.compile(TOKEN + ":[^\\x00-\\x08\\x0a-\\x1f]*");

  private final Set<Fault> faults;
  private final InputStream in;
  private String start = "";
  private List<String> lines = List.of();
  private Head head = Head.NONE;

  BrokenHandshake(Set<Fault> faults, InputStream in) {
    this.faults = faults;
    this.in = in;
  }

  /// The answer: a 101, a refusal, or none where the client has gone.
  Optional<RawHead> answer() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!isWhole(bytes.toString(ISO_8859_1))) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      } else if (bytes.size() == MAX_HEAD) {
        return Optional.of(refusal(431));
      }
      bytes.write(next);
    }
    return Optional.of(answer(bytes.toString(ISO_8859_1)));
  }

  /// RFC 9112 §2.2: a line feed alone may end a line.
  private boolean isWhole(String head) {
    return head.endsWith("\n\r\n") || (head.endsWith("\n\n") && !has(Fault.WAITS_FOR_CRLF));
  }

  private RawHead answer(String text) throws IOException {
    String request = text.replaceFirst(has(Fault.DISLIKES_EMPTY_LINES) ? "^$" : "^\r\n", "");
    start = request.split("\r\n", 2)[0];
    lines = List.of(request.strip().split("\r\n")).stream().skip(1).toList();
    head = Head.parse(request.getBytes(ISO_8859_1));
    if (request.replace("\r\n", "").contains("\n")) {
      return refusal(400);
    }
    if (has(Fault.REFUSES_GLUED_BYTES) && in.available() > 0) {
      return refusal(400);
    }
    int fault = fault();
    return fault == 0 ? accepted() : refusal(fault);
  }

  /// What was asked for.
  Head request() {
    return head;
  }

  private boolean has(Fault fault) {
    return faults.contains(fault);
  }

  private RawHead accepted() {
    RawHead answer = Opening.response(has(Fault.WRONG_ACCEPT) ? Head.NONE : head);
    if (has(Fault.UPGRADES_TO_ANOTHER)) {
      answer = answer.replacing("Upgrade", "Upgrade: h2c");
    }
    if (has(Fault.ANSWERS_WITH_A_FOLDED_LINE)) {
      answer = answer.with("X-Folded: a", " b");
    }
    if (has(Fault.ANSWERS_WITH_A_LINE_WITHOUT_COLON)) {
      answer = answer.with("no colon");
    }
    if (has(Fault.ANSWERS_WITH_A_SPACE_BEFORE_A_COLON)) {
      answer = answer.with("X-Spaced : a");
    }
    if (has(Fault.ANNOUNCES_A_BODY)) {
      answer = answer.with("Content-Length: 0");
    }
    if (has(Fault.CHOOSES_ANOTHER_SUBPROTOCOL)) {
      answer = answer.with("Sec-WebSocket-Protocol: another");
    }
    return has(Fault.AGREES_TO_ANOTHER_EXTENSION)
        ? answer.with("Sec-WebSocket-Extensions: x-another")
        : answer;
  }

  private RawHead refusal(int status) {
    RawHead refusal =
        new RawHead(
            "HTTP/1.1 " + status + " No", List.of("Connection: close", "Content-Length: 0"));
    if (has(Fault.REFUSES_ALL_WITH_403)) {
      refusal = refusal.startingWith("HTTP/1.1 403 No");
    }
    return status == 426 && !has(Fault.HIDES_ITS_VERSIONS)
        ? refusal.with("Sec-WebSocket-Version: 13")
        : refusal;
  }

  // ---- the rules

  private int fault() {
    if (has(Fault.SERVES_QUERIES_AS_HTTP) && start.contains("?")) {
      return 200;
    } else if (!startIsSound()) {
      return has(Fault.REDIRECTS_BAD_STARTS) ? 301 : 400;
    } else if (!start.startsWith("GET ") && !has(Fault.ACCEPTS_ANY_METHOD)) {
      return 405;
    } else if (!linesAreSound() || !hostIsSound() || !keyIsSound()) {
      return 400;
    } else if (!versionIsSound()) {
      return 426;
    }
    return upgradeIsSound() && negotiationIsSound() ? 0 : 400;
  }

  private boolean startIsSound() {
    String version = has(Fault.ACCEPTS_ANY_HTTP_VERSION) ? "\\S+" : "HTTP/1\\.[1-9]";
    String target = has(Fault.ACCEPTS_ANY_TARGET) ? ".*" : "(/|https?://)[^ #]*";
    boolean absolute = start.contains(" http");
    return start.matches(TOKEN + " " + target + " " + version)
        && !(absolute && has(Fault.REFUSES_ABSOLUTE_TARGETS));
  }

  private boolean linesAreSound() {
    return has(Fault.ACCEPTS_ANY_LINE)
        || lines.stream().allMatch(each -> LINE.matcher(each).matches());
  }

  private boolean hostIsSound() {
    return has(Fault.ACCEPTS_ANY_HOST) || once("Host", "[^ ]+");
  }

  private boolean keyIsSound() {
    return has(Fault.ACCEPTS_ANY_KEY) || once("Sec-WebSocket-Key", "[A-Za-z0-9+/]{22}==");
  }

  private boolean versionIsSound() {
    return has(Fault.ACCEPTS_ANY_VERSION) || once("Sec-WebSocket-Version", "13");
  }

  private boolean once(String name, String pattern) {
    List<String> values = all(name);
    return values.size() == 1 && values.getFirst().matches(pattern);
  }

  private List<String> all(String name) {
    return has(Fault.TELLS_NAMES_BY_CASE) && lines.stream().noneMatch(each -> each.startsWith(name))
        ? List.of()
        : head.all(name);
  }

  private boolean upgradeIsSound() {
    return (has(Fault.ACCEPTS_ANY_UPGRADE) || names("Upgrade", "websocket"))
        && (has(Fault.ACCEPTS_ANY_CONNECTION) || names("Connection", "Upgrade"));
  }

  private boolean names(String name, String token) {
    return has(Fault.WANTS_EXACT_VALUES)
        ? head.all(name).equals(List.of(token))
        : head.tokens(name).stream().anyMatch(token::equalsIgnoreCase);
  }

  private boolean negotiationIsSound() {
    List<String> subprotocols = head.tokens("Sec-WebSocket-Protocol");
    boolean offers = head.first("Sec-WebSocket-Protocol").isPresent();
    boolean sound =
        subprotocols.stream().allMatch(each -> each.matches(TOKEN))
            && new HashSet<>(subprotocols).size() == subprotocols.size()
            && offers != subprotocols.isEmpty();
    return !isDisliked()
        && (sound || has(Fault.ACCEPTS_ANY_SUBPROTOCOLS))
        && (extensionsAreSound() || has(Fault.ACCEPTS_ANY_EXTENSIONS));
  }

  /// What other servers let pass.
  private boolean isDisliked() {
    boolean hasEmpty =
        Stream.of("Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions")
            .flatMap(name -> head.all(name).stream())
            .anyMatch(value -> value.matches(",.*|.*,\\s*,.*|.*,"));
    return (has(Fault.REFUSES_EMPTY_ELEMENTS) && hasEmpty)
        || (has(Fault.REFUSES_BAD_OFFERS) && BrokenDeflate.isAnyBad(head));
  }

  private boolean extensionsAreSound() {
    List<String> extensions = head.tokens("Sec-WebSocket-Extensions");
    return extensions.stream().allMatch(each -> each.matches(EXTENSION))
        && head.first("Sec-WebSocket-Extensions").isPresent() != extensions.isEmpty();
  }
}
