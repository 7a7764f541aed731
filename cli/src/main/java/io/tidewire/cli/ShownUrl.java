package io.tidewire.cli;

/// A URL without what may be secret in it: the password, and the query.
final class ShownUrl {
  private ShownUrl() {}

  static String of(String url) {
    return url.replaceFirst("//[^/]*@", "//").replaceFirst("[?].*", "");
  }
}
