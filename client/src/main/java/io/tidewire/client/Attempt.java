package io.tidewire.client;

import io.netty.channel.Channel;
import io.tidewire.HandshakeException;
import io.tidewire.WebSocket;
import io.tidewire.deflate.ClientOffer;
import io.tidewire.deflate.CompressionOptions;
import io.tidewire.protocol.ClientHandshake;
import io.tidewire.protocol.Extension;
import io.tidewire.protocol.Headers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// One attempt to connect, through all redirects. It waits on the thread that runs it; interrupting
/// that thread gives it up and closes what it opened.
final class Attempt implements Opening {
  private static final SecureRandom NONCES = new SecureRandom();

  /// RFC 9110 §15.4. The method is always GET, so they all mean the same here.
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Settings settings;
  private final Target first;
  private final Opener opener;

  Attempt(Settings settings, Target first, Opener opener) {
    this.settings = settings;
    this.first = first;
    this.opener = opener;
    // Fails here, in the caller's face, when the URI is not right.
    handshake(first, List.of(), Headers.EMPTY);
  }

  @Override
  public WebSocket run() throws InterruptedException {
    Target target = first;
    for (int redirects = 0; ; redirects++) {
      switch (ask(target)) {
        case Answer.Opened(WebSocket ws) -> {
          return ws;
        }
        case Answer.Refused refused when isRedirect(refused) ->
            target = redirected(target, refused, redirects);
        case Answer.Refused refused -> throw exception(target, refused.why(), refused);
        case Answer.Failed failed -> throw exception(target, failed.why(), failed.cause());
      }
    }
  }

  private Answer ask(Target target) throws InterruptedException {
    CompressionOptions compression = settings.options().compression();
    Optional<ClientOffer> offer =
        compression.enabled() ? Optional.of(new ClientOffer(compression)) : Optional.empty();
    try {
      return ask(target, offer);
    } finally {
      offer.ifPresent(ClientOffer::close);
    }
  }

  private Answer ask(Target target, Optional<ClientOffer> offer) throws InterruptedException {
    List<Extension> extensions = offer.map(ClientOffer::extensions).orElse(List.of());
    ClientHandshake handshake = handshake(target, extensions, fields(target));
    Upgrade upgrade = new Upgrade(handshake, tls(target), offer, opener, settings);
    Deadline deadline = Deadline.in(settings.connectTimeout());
    try {
      Route route = Route.to(handshake, proxy(target), settings, deadline);
      Dialer dialer = new Dialer(settings.loops().group(), route, deadline, upgrade::start);
      return answer(upgrade, dialer.connect());
    } catch (Unreachable e) {
      return new Answer.Failed(e.getMessage(), e.getCause());
    }
  }

  /// How to speak TLS; a certificate of one's own is shown to the host that the user named alone.
  private Optional<ClientTls> tls(Target target) {
    if (!target.secure()) {
      return Optional.empty();
    }
    ClientTls tls = target.sameHost(first) ? settings.tls() : settings.tls().withoutCertificate();
    tls.load();
    return Optional.of(tls);
  }

  private Proxy proxy(Target target) {
    return settings.unix().isPresent() ? Proxy.none() : settings.proxy().chosenFor(target);
  }

  private static Answer answer(Upgrade upgrade, Channel channel) throws InterruptedException {
    try {
      return upgrade.answer().get();
    } catch (InterruptedException e) {
      channel.close();
      throw e;
    } catch (ExecutionException e) {
      throw new AssertionError("an answer is always a value", e);
    }
  }

  private ClientHandshake handshake(Target target, List<Extension> extensions, Headers fields) {
    byte[] nonce = new byte[16];
    NONCES.nextBytes(nonce);
    return new ClientHandshake(target.uri(), settings.subprotocols(), extensions, fields, nonce);
  }

  /// The user's own fields. Any may hold a secret, so none goes to another host than the one that
  /// the user named.
  private Headers fields(Target target) {
    if (!target.sameHost(first)) {
      return Headers.EMPTY;
    }
    Headers headers = settings.headers();
    return authorization().map(value -> withAuthorization(headers, value)).orElse(headers);
  }

  /// @throws IllegalArgumentException when HTTP/1.1 cannot carry the value. The message does not
  ///   show it, since it is a secret
  static Headers withAuthorization(Headers headers, String value) {
    try {
      return headers.with("Authorization", value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the value of the header field Authorization must be one line of Latin-1 text");
    }
  }

  private Optional<String> authorization() {
    return first
        .userInfo()
        .map(Attempt::basic)
        .or(() -> settings.authorization().map(Supplier::get));
  }

  /// RFC 7617 §2.
  static String basic(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private boolean isRedirect(Answer.Refused refused) {
    return settings.maxRedirects() > 0
        && REDIRECTS.contains(refused.status())
        && refused.headers().contains("Location");
  }

  private Target redirected(Target from, Answer.Refused refused, int redirectsBefore) {
    Target next = location(from, refused);
    if (redirectsBefore == settings.maxRedirects()) {
      String why = "more than " + redirectsBefore + " redirects, the last one to " + next;
      throw exception(from, why, refused);
    }
    if (from.secure() && !next.secure()) {
      throw exception(from, "the server redirects from TLS to plain text, to " + next, refused);
    }
    return next;
  }

  private Target location(Target from, Answer.Refused refused) {
    try {
      Target next = from.redirectedTo(refused.headers().first("Location").orElseThrow());
      handshake(next, List.of(), Headers.EMPTY);
      return next;
    } catch (IllegalArgumentException e) {
      throw exception(from, "the server redirects to no WebSocket URI: " + e.getMessage(), refused);
    }
  }

  private HandshakeException exception(Target target, String why, Answer.Refused refused) {
    return new HandshakeException(
        message(target, why), refused.status(), refused.headers(), refused.body());
  }

  private HandshakeException exception(Target target, String why, Throwable cause) {
    return new HandshakeException(message(target, why), cause);
  }

  private String message(Target target, String why) {
    String redirected = target.equals(first) ? "" : " (redirected from " + first + ")";
    Proxy proxy = proxy(target);
    String through = proxy.isDirect() ? "" : " through " + proxy;
    return Words.visible("cannot connect to " + target + redirected + through + ": " + why);
  }
}
