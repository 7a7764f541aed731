package io.tidewire.conformance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The cases that have to notice a [Fault], by what they say of themselves.
final class CasesThat {
  private CasesThat() {}

  /// Whose id one of these matches.
  static Predicate<Case> matching(String... globs) {
    Set<Case> cases = new HashSet<>(Cases.select(Side.SERVER, List.of(globs)));
    cases.addAll(Cases.select(Side.CLIENT, List.of(globs)));
    return cases::contains;
  }

  /// Every case that a server gets a ping in, and goes on.
  static String[] pings() {
    return new String[] {
      "pings.empty",
      "pings.text",
      "pings.binary",
      "pings.125*",
      "pings.ten*",
      "pings.one-by-one",
      "pings.*-message",
      "pongs.then-ping",
      "fragmentation.ping*",
      "masking.key.each-frame",
      "connections.interleaved",
      "connections.failed",
      "connections.closed",
      "connections.cut",
      "connections.refused",
      "opening.response.glued.several",
      "masking.keys.pongs"
    };
  }

  /// Cases of these whose id names a size of this or more.
  static Predicate<Case> large(String glob, int least) {
    return matching(glob)
        .and(tried ->
            Pattern.compile("\\d+")
                .matcher(tried.id())
                .results()
                .anyMatch(size -> Integer.parseInt(size.group()) >= least));
  }

  /// Codes that nobody may send, or that are not defined.
  static Predicate<Case> strangeCodes() {
    return matching("close.code.*").and(says("the peer fails the connection"));
  }

  /// Answers with a parameter that is wrong in itself.
  static Predicate<Case> badAnswers() {
    return matching("deflate.answer.*")
        .and(says("the client refuses: it ends TCP"))
        .and(
            matching(
                    "deflate.answer.twice",
                    "deflate.answer.client-bits.none",
                    "deflate.answer.client-bits.unasked",
                    "deflate.answer.client-bits.larger",
                    "deflate.answer.*.missing")
                .negate());
  }

  /// Cases with a message of more than so many bytes.
  static Predicate<Case> larger(int limit) {
    return large("sizes.*", limit + 1)
        .or(large("framing.*", limit + 1))
        .or(large("deflate.sizes.*", limit + 1))
        .or(matching("random.4", "random.9", "random.16"));
  }

  /// Cases of a message whose frame has a length of 16 bits.
  static Predicate<Case> withLengthOf16Bits() {
    return matching(
            "framing.length.16-bits",
            "lengths.16-bits.*",
            "lengths.continuation",
            "opening.response.glued.several",
            "opening.response.glued.half",
            "deflate.answer.declined",
            "deflate.binary",
            "deflate.frames.one*",
            "deflate.mixed",
            "deflate.offer.*",
            "deflate.plain",
            "deflate.terms.*")
        .or(tried -> tried.id().matches("framing\\.(text|binary)\\.(126|127|128|65535)(\\..*)?"))
        .or(tried -> tried.id().matches("fragmentation\\.(text|binary)\\.(126|1000)"))
        .or(tried -> tried.id().matches("masking\\.(cut\\.\\d+|key\\.[0-9a-f]{8})"));
  }

  /// Every case that sends compressed text which is no text.
  static Predicate<Case> compressedBadText() {
    return matching("deflate.utf8.*")
        .and(matching("deflate.utf8.in-frames", "deflate.utf8.binary").negate());
  }

  /// Every case that agrees with a client on this.
  static Predicate<Case> terms(String client) {
    return tried -> tried.id().matches("deflate\\.terms\\..*\\." + client);
  }

  /// Every case that offers this, and nothing else that the server could take instead.
  static Predicate<Case> offering(String words) {
    Pattern offer = Pattern.compile(words);
    return matching("deflate.terms.*", "deflate.offer.*")
        .and(tried ->
            Stream.of(tried.title().split("[:,|]"))
                .filter(part -> part.contains("permessage-deflate"))
                .allMatch(part -> offer.matcher(part).find()));
  }

  /// Every case in which the server has to fail the connection.
  static Predicate<Case> failing() {
    return tried ->
        tried.script().getLast().startsWith("the peer fails the connection")
            || tried.id().equals("opening.glued.request");
  }

  /// Every case in which a message has to come back, and none may be compressed.
  static Predicate<Case> echoing() {
    Pattern message = Pattern.compile("expect .*\\b(text|binary) of .*");
    return tried ->
        (!tried.family().equals("deflate") || tried.id().equals("deflate.answer.declined"))
            && (tried.script().stream().anyMatch(step -> message.matcher(step).matches())
                || tried.family().equals("connections")
                || tried.id().equals("opening.glued.message")
                || tried.id().equals("opening.response.lines.folded"));
  }

  /// Every case that we end with a close frame.
  static Predicate<Case> closing() {
    return says("the peer closes with")
        .or(says("the server opens the connection, then closes"))
        .or(matching("opening.glued.message", "opening.response.lines.folded"));
  }

  /// Cases of these in which the server has to refuse the handshake, or may and the fixture does.
  static Predicate<Case> refusing(String... globs) {
    return matching(globs)
        .and(says("the server refuses").or(says("or refuses")))
        .and(matching("opening.glued.*").negate());
  }

  /// Cases of these in which the server has to accept the handshake.
  static Predicate<Case> opening(String... globs) {
    return matching(globs).and(says("the server opens the connection, then closes"));
  }

  private static Predicate<Case> says(String words) {
    return tried -> tried.script().stream().anyMatch(step -> step.contains(words));
  }
}
