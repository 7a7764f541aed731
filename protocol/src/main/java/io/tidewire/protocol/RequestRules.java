package io.tidewire.protocol;

import static io.tidewire.protocol.HandshakeFields.CONNECTION;
import static io.tidewire.protocol.HandshakeFields.EXTENSIONS;
import static io.tidewire.protocol.HandshakeFields.HOST;
import static io.tidewire.protocol.HandshakeFields.KEY;
import static io.tidewire.protocol.HandshakeFields.ORIGIN;
import static io.tidewire.protocol.HandshakeFields.PROTOCOL;
import static io.tidewire.protocol.HandshakeFields.UPGRADE;
import static io.tidewire.protocol.HandshakeFields.VERSION;
import static io.tidewire.protocol.HandshakeFields.WEBSOCKET;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What RFC 6455 §4.2.1 demands of a client's opening handshake, one method a rule. The first one
/// that is broken ends the reading: "the server MUST stop processing the client's handshake and
/// return an HTTP response with an appropriate error code".
final class RequestRules {
  /// The versions spoken, the newest first; all three have the same wire format.
  private static final String VERSIONS = "13, 8, 7";

  /// The name of `Origin` in version 7 and in the earlier drafts that call themselves version 8.
  private static final String DRAFT_ORIGIN = "Sec-WebSocket-Origin";

  private static final Pattern HTTP_VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]");
  private static final Pattern SIXTEEN_BYTES = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private final RequestHead head;
  private final Headers headers;

  RequestRules(RequestHead head) {
    this.head = head;
    this.headers = head.headers();
  }

  ServerHandshake read(OriginRule origins) throws HandshakeViolation {
    requireGet();
    requireHttp11();
    requireUpgrade();
    requireNoBody();
    RequestTarget target = target();
    String host = target.authority().orElse(host());
    int version = version();
    Optional<String> origin = origin(version);
    requireAllowed(origin, host, origins);
    return new ServerHandshake(
        version, origin, target.resourceName(), key(), subprotocols(), extensions());
  }

  // RFC 6455 §4.1: "The method of the request MUST be GET"; RFC 9110 §15.5.6 asks for Allow
  private void requireGet() throws HandshakeViolation {
    if (!head.method().equals("GET")) {
      String line =
          "WebSocket begins with a GET request, and this one is a " + Echo.quote(head.method());
      throw new HandshakeViolation(Refusal.of(405, line + ": send GET").with("Allow", "GET"));
    }
  }

  // RFC 6455 §4.1: "the HTTP version MUST be at least 1.1". Not 505, which is about the major
  // version (RFC 9110 §15.6.6). RFC 9110 §7.8 would have Upgrade ignored in HTTP/1.0; saying what
  // is wrong helps those behind a proxy.
  private void requireHttp11() throws HandshakeViolation {
    String version = head.version();
    if (!HTTP_VERSION.matcher(version).matches() || version.compareTo("HTTP/1.1") < 0) {
      throw bad(
          "WebSocket needs HTTP/1.1 or later, and this request came as "
              + Echo.quote(version)
              + ": use HTTP/1.1, also between a proxy and this server");
    }
  }

  // RFC 6455 §4.2.1 items 3 and 4
  private void requireUpgrade() throws HandshakeViolation {
    if (!headers.hasToken(UPGRADE, WEBSOCKET)) {
      throw upgradeRequired(
          "only WebSocket is spoken here: send Upgrade: websocket and Connection: Upgrade,"
              + " and let proxies in between pass them on");
    }
    if (!headers.hasToken(CONNECTION, "Upgrade")) {
      throw bad(
          "the field Connection does not name Upgrade: send Connection: Upgrade, "
              + "and let proxies in between pass it on");
    }
  }

  // The bytes after the head are frames; whoever on the way takes them for a body would see other
  // requests than we do.
  private void requireNoBody() throws HandshakeViolation {
    boolean empty = headers.all("Content-Length").stream().allMatch("0"::equals);
    if (!empty || headers.contains("Transfer-Encoding")) {
      throw bad(
          "a request for WebSocket has no body: leave out Content-Length and Transfer-Encoding");
    }
  }

  // RFC 6455 §4.2.1 item 1
  private RequestTarget target() throws HandshakeViolation {
    return RequestTarget.parse(head.target())
        .orElseThrow(() ->
            bad(
                "the request target "
                    + Echo.quote(head.target())
                    + " is neither a path nor an http or https URI, or has a fragment"));
  }

  // RFC 9112 §3.2: 400 when Host is missing, repeated or malformed
  private String host() throws HandshakeViolation {
    String host = once(HOST);
    if (Authority.parse(host).isEmpty()) {
      throw bad(
          "the field Host must hold a host and perhaps a port, and holds " + Echo.quote(host));
    }
    return host;
  }

  // RFC 6455 §4.2.2 /version/ and §4.4. A missing version is a malformed handshake (§4.2.1), not an
  // unknown version.
  private int version() throws HandshakeViolation {
    String version = once(VERSION);
    return switch (version) {
      case "13", "8", "7" -> Integer.parseInt(version);
      default ->
          throw upgradeRequired(
              "the WebSocket version "
                  + Echo.quote(version)
                  + " is not spoken here: use one of "
                  + VERSIONS);
    };
  }

  private Optional<String> origin(int version) throws HandshakeViolation {
    boolean draft = version < 13 && headers.contains(DRAFT_ORIGIN);
    return atMostOnce(draft ? DRAFT_ORIGIN : ORIGIN);
  }

  // RFC 6455 §4.2.2 /origin/ and §10.2
  private static void requireAllowed(Optional<String> origin, String host, OriginRule origins)
      throws HandshakeViolation {
    if (origin.isPresent() && !origins.allows(origin.get(), host)) {
      throw new HandshakeViolation(
          Refusal.of(
              403,
              "pages of the origin "
                  + Echo.quote(origin.get())
                  + " may not connect to "
                  + Echo.quote(host)
                  + ": allow that origin in the server's OriginRule, or let the proxy in between"
                  + " pass on the browser's Host"));
    }
  }

  // RFC 6455 §4.2.1 item 5. The four bits that pad the last character are not looked at: RFC 4648
  // §3.5 leaves that open, and the example in RFC 6455 §4.1 has some of them set.
  private String key() throws HandshakeViolation {
    String key = once(KEY);
    if (!SIXTEEN_BYTES.matcher(key).matches()) {
      throw bad(
          "the field Sec-WebSocket-Key must hold 16 bytes in base64, and holds " + Echo.quote(key));
    }
    return key;
  }

  // RFC 6455 §4.1 item 10: 1#token, "MUST all be unique strings"
  private List<String> subprotocols() throws HandshakeViolation {
    List<String> subprotocols = headers.tokens(PROTOCOL);
    if (subprotocols.isEmpty() && headers.contains(PROTOCOL)) {
      throw bad(
          "the field Sec-WebSocket-Protocol names no subprotocol: name one or leave the field out");
    }
    Set<String> seen = new HashSet<>();
    for (String subprotocol : subprotocols) {
      if (!Tokens.isToken(subprotocol)) {
        throw bad("the subprotocol " + Echo.quote(subprotocol) + " is not a token");
      }
      if (!seen.add(subprotocol)) {
        throw bad(
            "the subprotocol " + Echo.quote(subprotocol) + " is offered twice: offer it once");
      }
    }
    return List.copyOf(subprotocols);
  }

  // RFC 6455 §9.1: a value that breaks the grammar fails the handshake
  private List<Extension> extensions() throws HandshakeViolation {
    try {
      return Extension.parse(headers.all(EXTENSIONS));
    } catch (IllegalArgumentException malformed) {
      throw bad(malformed.getMessage());
    }
  }

  private String once(String name) throws HandshakeViolation {
    return atMostOnce(name)
        .orElseThrow(() -> bad("the field " + name + " is missing: send it once"));
  }

  private Optional<String> atMostOnce(String name) throws HandshakeViolation {
    List<String> values = headers.all(name);
    if (values.size() > 1) {
      throw bad("the field " + name + " came " + values.size() + " times: send it once");
    }
    return values.stream().findFirst();
  }

  private static HandshakeViolation bad(String line) {
    return new HandshakeViolation(Refusal.of(400, line));
  }

  // RFC 9110 §15.5.22 asks for Upgrade, which by §7.8 needs Connection; RFC 6455 §4.4 asks for the
  // versions.
  private static HandshakeViolation upgradeRequired(String line) {
    Headers fields = Headers.of(UPGRADE, WEBSOCKET, CONNECTION, "Upgrade", VERSION, VERSIONS);
    return new HandshakeViolation(new Refusal(426, fields, line));
  }
}
