package io.tidewire.client;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What to connect to.
///
/// @param uri the URI without user name and password
/// @param userInfo `user:password`, percent-decoded, if the URI had it
record Target(URI uri, Optional<String> userInfo) {
  private static final Pattern HTTP = Pattern.compile("^http(?=s?://)", Pattern.CASE_INSENSITIVE);

  static Target of(URI uri) {
    String authority = uri.getRawAuthority();
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    if (at < 0) {
      return new Target(uri, Optional.empty());
    }
    return new Target(withoutUserInfo(uri), Optional.of(decoded(authority.substring(0, at))));
  }

  /// Where a redirect leads. Its `Location` may be relative, and `http` in it means `ws`; a user
  /// name and a password in it are the server's idea and not used.
  ///
  /// @throws IllegalArgumentException when it is not a URI
  Target redirectedTo(String location) {
    URI next = uri.resolve(HTTP.matcher(location).replaceFirst("ws"));
    return new Target(withoutUserInfo(withoutFragment(next)), Optional.empty());
  }

  /// Whether what is secret to the one may be told to the other: same host and same port, except
  /// that `ws` on port 80 may become `wss` on port 443.
  boolean sameHost(Target other) {
    return origin().equalsIgnoreCase(other.origin());
  }

  boolean secure() {
    return "wss".equalsIgnoreCase(uri.getScheme());
  }

  /// Host and port as the URI writes them.
  String authority() {
    return uri.getRawAuthority();
  }

  /// Without query, which may hold a secret: this goes into messages.
  @Override
  public String toString() {
    return uri.getScheme() + "://" + authority() + uri.getRawPath();
  }

  private String origin() {
    String defaultPort = secure() ? ":443" : ":80";
    return authority().endsWith(defaultPort)
        ? authority().substring(0, authority().length() - defaultPort.length())
        : authority();
  }

  private static URI withoutUserInfo(URI uri) {
    String authority = uri.getRawAuthority();
    if (authority == null || authority.indexOf('@') < 0) {
      return uri;
    }
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    String text = uri.toString();
    int start = text.indexOf(authority);
    return URI.create(text.substring(0, start) + host + text.substring(start + authority.length()));
  }

  private static URI withoutFragment(URI uri) {
    String text = uri.toString();
    int hash = text.indexOf('#');
    return hash < 0 ? uri : URI.create(text.substring(0, hash));
  }

  private static String decoded(String userInfo) {
    // A plus stands for itself here; the decoder is made for forms, where it means a space.
    return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
