package io.tidewire.conformance;

import static io.tidewire.conformance.CasesThat.badAnswers;
import static io.tidewire.conformance.CasesThat.closing;
import static io.tidewire.conformance.CasesThat.compressedBadText;
import static io.tidewire.conformance.CasesThat.echoing;
import static io.tidewire.conformance.CasesThat.failing;
import static io.tidewire.conformance.CasesThat.large;
import static io.tidewire.conformance.CasesThat.larger;
import static io.tidewire.conformance.CasesThat.matching;
import static io.tidewire.conformance.CasesThat.offering;
import static io.tidewire.conformance.CasesThat.opening;
import static io.tidewire.conformance.CasesThat.pings;
import static io.tidewire.conformance.CasesThat.refusing;
import static io.tidewire.conformance.CasesThat.strangeCodes;
import static io.tidewire.conformance.CasesThat.terms;
import static io.tidewire.conformance.CasesThat.withLengthOf16Bits;
import static io.tidewire.conformance.Verdict.FAILED;
import static io.tidewire.conformance.Verdict.INFORMATIONAL;
import static io.tidewire.conformance.Verdict.NON_STRICT;
import static io.tidewire.conformance.Verdict.UNIMPLEMENTED;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What a [BrokenServer] or a [BrokenClient] does wrong, and which cases have to notice, no fewer
/// and no more. Some are no faults: what they do is unusual and sound.
public enum Fault {
  // ---- the opening handshake, of servers

  WRONG_ACCEPT(noticed(FAILED, "opening.accept")),
  UPGRADES_TO_ANOTHER(noticed(FAILED, "opening.upgrade")),
  ANSWERS_WITH_LINE_FEEDS_ALONE(noticed(FAILED, "opening.answer.head")),
  ANSWERS_WITH_A_FOLDED_LINE(noticed(FAILED, "opening.answer.head")),
  ANSWERS_WITH_A_LINE_WITHOUT_COLON(noticed(FAILED, "opening.answer.head")),
  ANSWERS_WITH_A_SPACE_BEFORE_A_COLON(noticed(FAILED, "opening.answer.head")),
  ANNOUNCES_A_BODY(noticed(FAILED, "opening.answer.no-body")),
  CHOOSES_ANOTHER_SUBPROTOCOL(
      noticed(FAILED, "opening.answer.no-subprotocol"),
      noticed(FAILED, opening("opening.subprotocol.*"))),
  AGREES_TO_ANOTHER_EXTENSION(
      noticed(FAILED, "opening.answer.no-extension"),
      noticed(FAILED, opening("opening.extension.*")),
      noticed(FAILED, "deflate.*")),
  ACCEPTS_ANY_METHOD(noticed(FAILED, "opening.method.*")),
  ACCEPTS_ANY_TARGET(
      noticed(NON_STRICT, "opening.target.fragment"),
      noticed(FAILED, "opening.target.space", "opening.target.asterisk")),
  REDIRECTS_BAD_STARTS(
      noticed(
          FAILED,
          "opening.target.missing",
          "opening.target.asterisk",
          "opening.http.2.0",
          "opening.http.malformed.*")),
  /// No fault: a query is part of the resource name.
  SERVES_QUERIES_AS_HTTP(),
  REFUSES_ABSOLUTE_TARGETS(noticed(FAILED, "opening.target.absolute")),
  ACCEPTS_ANY_HTTP_VERSION(
      noticed(NON_STRICT, "opening.http.2.0"),
      noticed(FAILED, "opening.http.1.0", "opening.http.malformed.*")),
  ACCEPTS_ANY_LINE(
      noticed(FAILED, "opening.spaces.before-colon"),
      noticed(NON_STRICT, "opening.lines.no-*", "opening.lines.bad-name")),
  TELLS_NAMES_BY_CASE(noticed(FAILED, "opening.names.*")),
  DISLIKES_EMPTY_LINES(noticed(NON_STRICT, "opening.before.empty-line")),
  ACCEPTS_ANY_HOST(noticed(FAILED, "opening.host.*")),
  ACCEPTS_ANY_UPGRADE(
      noticed(
          FAILED, "opening.upgrade.missing", "opening.upgrade.other", "opening.upgrade.longer")),
  ACCEPTS_ANY_CONNECTION(
      noticed(
          FAILED,
          "opening.connection.missing",
          "opening.connection.keep-alive",
          "opening.connection.close",
          "opening.connection.longer",
          "opening.connection.quoted")),
  WANTS_EXACT_VALUES(
      noticed(NON_STRICT, "opening.upgrade.list", "opening.upgrade.lines"),
      noticed(
          FAILED,
          "opening.upgrade.*case",
          "opening.connection.case",
          "opening.connection.list*",
          "opening.connection.lines")),
  ACCEPTS_ANY_KEY(
      noticed(
          FAILED,
          "opening.key.missing",
          "opening.key.empty",
          "opening.key.unpadded",
          "opening.key.not-base64",
          "opening.key.url-alphabet"),
      noticed(NON_STRICT, refusing("opening.key.*"))),
  ACCEPTS_ANY_VERSION(
      noticed(NON_STRICT, "opening.version.twice", "opening.version.lines"),
      noticed(FAILED, "opening.version.*")),
  HIDES_ITS_VERSIONS(
      noticed(
          FAILED,
          "opening.version.0",
          "opening.version.6",
          "opening.version.12",
          "opening.version.14",
          "opening.version.25*")),
  ACCEPTS_ANY_SUBPROTOCOLS(
      noticed(FAILED, "opening.subprotocol.character.*"),
      noticed(NON_STRICT, refusing("opening.subprotocol.*"))),
  ACCEPTS_ANY_EXTENSIONS(
      noticed(NON_STRICT, "opening.extension.empty"),
      noticed(FAILED, "opening.extension.malformed.*")),
  REFUSES_EMPTY_ELEMENTS(
      noticed(
          NON_STRICT, "opening.subprotocol.empty-elements", "opening.extension.empty-elements")),
  REFUSES_BAD_OFFERS(noticed(NON_STRICT, "deflate.declines.*", "deflate.offer.behind-bad.*")),
  DROPS_GLUED_BYTES(noticed(NON_STRICT, "opening.glued.*")),
  REFUSES_GLUED_BYTES(),
  WAITS_FOR_CRLF(),
  REFUSES_ALL_WITH_403(
      noticed(NON_STRICT, "opening.host.twice", "opening.host.malformed"),
      noticed(
          NON_STRICT,
          "opening.version.0",
          "opening.version.6",
          "opening.version.12",
          "opening.version.14",
          "opening.version.25*")),
  REFUSES_SILENTLY(
      noticed(
          FAILED,
          "opening.version.0",
          "opening.version.6",
          "opening.version.12",
          "opening.version.14",
          "opening.version.25*"),
      noticed(NON_STRICT, refusing("*"))),

  // ---- frames

  PINGS_BY_ITSELF(),
  WRONG_PONG(noticed(FAILED, pings())),
  NO_PONG(noticed(FAILED, pings())),
  /// No fault: of several pings it answers some, the newest among them.
  SKIPS_ODD_PINGS_BUT_THE_NEWEST(),
  SKIPS_THE_NEWEST_PING(noticed(FAILED, "pings.ten*")),
  ANSWERS_PONGS(
      noticed(NON_STRICT, "pongs.unsolicited.payload", "pongs.then-ping", "fragmentation.pong")),
  CORRUPTS_LARGE_MESSAGES(
      noticed(FAILED, "framing.text.6*", "framing.binary.6*"),
      noticed(FAILED, large("sizes.*", 60_000)),
      noticed(FAILED, large("deflate.sizes.*", 60_000)),
      noticed(FAILED, "random.4", "random.5", "random.9", "random.16"),
      noticed(FAILED, "deflate.random.3", "deflate.random.4", "deflate.random.6"),
      noticed(FAILED, "deflate.random.11", "deflate.random.20")),
  /// No fault: RFC 6455 §10.4.
  LIMITS_MESSAGES(noticed(INFORMATIONAL, larger(64 << 10))),
  LIMITS_MESSAGES_WITH_1008(noticed(NON_STRICT, larger(64 << 10))),
  JOINS_CONNECTIONS(
      noticed(
          FAILED,
          "fragmentation.connections",
          "connections.interleaved",
          "connections.many",
          "connections.failed",
          "connections.closed",
          "connections.cut",
          "connections.refused")),
  FAILS_ALL_AT_ONCE(noticed(FAILED, "connections.failed")),
  TRUNCATES_LENGTHS(noticed(NON_STRICT, "lengths.huge.63-bits"), noticed(FAILED, "lengths.huge.*")),
  SETS_RSV1_UNASKED(noticed(FAILED, echoing())),
  MASKS_WRONGLY(noticed(FAILED, failing().or(closing()))),
  ACCEPTS_WRONG_MASKS(
      noticed(NON_STRICT, "masking.wrong.close"),
      noticed(FAILED, "framing.mask.wrong", "masking.wrong.*")),
  ACCEPTS_LONG_LENGTHS(
      noticed(
          NON_STRICT,
          "framing.length.*bits*",
          "lengths.16-bits.*",
          "lengths.64-bits.*",
          "lengths.continuation")),
  ACCEPTS_RESERVED_BITS(
      noticed(NON_STRICT, "reserved-bits.*.close"),
      noticed(FAILED, "reserved-bits.*", "opening.response.glued.fault")),
  ACCEPTS_RESERVED_OPCODES(
      noticed(
          FAILED,
          "opcodes.*.empty",
          "opcodes.*.payload",
          "opcodes.*-message",
          "opcodes.*.between")),
  ACCEPTS_STRAY_CONTINUATIONS(noticed(FAILED, "fragmentation.stray*")),
  ACCEPTS_NESTED_MESSAGES(noticed(FAILED, "fragmentation.nested.*")),
  ACCEPTS_LARGE_CONTROL_FRAMES(
      noticed(NON_STRICT, "close.reason.124"), noticed(FAILED, "pings.126", "pongs.126")),
  ACCEPTS_FRAGMENTED_CONTROL_FRAMES(
      noticed(NON_STRICT, "fragmentation.control.close"),
      noticed(FAILED, "fragmentation.control.*")),
  ACCEPTS_ANY_CLOSE_CODE(
      noticed(FAILED, "close.code.1005", "close.code.1006", "close.code.1015"),
      noticed(
          NON_STRICT,
          "close.code.0",
          "close.code.1",
          "close.code.999",
          "close.code.1004",
          "close.code.1016",
          "close.code.1100",
          "close.code.2*",
          "close.code.5000",
          "close.code.65535")),
  ANSWERS_STRANGE_CODES_WITH_1000(noticed(NON_STRICT, strangeCodes())),
  KNOWS_NO_CODES_REGISTERED_LATER(
      noticed(NON_STRICT, "close.code.1012", "close.code.1013", "close.code.1014")),
  /// It may be taken for a limit, but for one that nobody needs.
  REFUSES_16_BIT_LENGTHS(
      noticed(NON_STRICT, withLengthOf16Bits()),
      noticed(FAILED, "deflate.blocks.many", "deflate.window.*")),
  LATE_UTF8(noticed(NON_STRICT, "utf8.fail-fast*")),
  CHECKS_NO_TEXT(
      noticed(FAILED, "utf8.bad.*", "utf8.cut.*", "utf8.fail-fast.*"),
      noticed(FAILED, compressedBadText())),
  CHECKS_NO_COMPRESSED_TEXT(noticed(FAILED, compressedBadText())),
  DECLINES_COMPRESSION(
      noticed(
          UNIMPLEMENTED, matching("deflate.*").and(matching("deflate.answer.declined").negate()))),
  NEVER_COMPRESSES(),
  ACCEPTS_BAD_OFFERS(
      noticed(FAILED, "deflate.declines.*"),
      noticed(FAILED, badAnswers()),
      noticed(FAILED, "deflate.offer.behind-bad.unknown", "deflate.offer.behind-bad.twice")),
  IGNORES_WINDOW_BITS(
      noticed(FAILED, offering("server_max_window_bits")),
      noticed(FAILED, "deflate.offer.behind-bad.unknown", "deflate.offer.behind-bad.twice")),
  ANSWERS_A_LARGER_WINDOW(
      noticed(FAILED, offering("server_max_window_bits ?= ?\"?([89]|1[0-4])\\b")),
      noticed(FAILED, "deflate.offer.behind-bad.unknown", "deflate.offer.behind-bad.twice")),
  LIMITS_CLIENTS_UNASKED(
      noticed(
          FAILED,
          matching("deflate.*")
              .and(offering("client_max_window_bits").negate())
              .and(matching("deflate.window.*").negate()))),
  /// Nothing says that it has to be smaller (RFC 7692 §7.1.2.2), but it tells nothing.
  ANSWERS_A_LARGER_CLIENT_WINDOW(
      noticed(NON_STRICT, tried -> tried.id().matches("deflate\\.window\\.([89]|1[0-4])")),
      noticed(NON_STRICT, offering("client_max_window_bits ?= ?\"?([89]|1[0-4])\\b"))),
  /// No fault: what a client offers of its own side it keeps all the same (RFC 7692 §7.1.1.2).
  ANSWERS_NOTHING_FOR_CLIENTS(),
  EXCEEDS_ITS_WINDOW(
      noticed(FAILED, offering("server_max_window_bits ?= ?\"?([89]|1[0-4])\\b")).in(Side.SERVER),
      noticed(
              FAILED,
              "deflate.offer.behind-bad.unknown",
              "deflate.offer.behind-bad.twice",
              "deflate.offer.alternatives",
              "deflate.offer.alternatives.lines")
          .in(Side.SERVER),
      noticed(FAILED, terms("client-([89]|1[0-4])\\b.*")).in(Side.CLIENT)),
  KEEPS_ITS_CONTEXT(
      noticed(FAILED, offering("server_no_context_takeover")).in(Side.SERVER),
      noticed(
              FAILED,
              "deflate.offer.behind-bad.unknown",
              "deflate.offer.alternatives",
              "deflate.offer.alternatives.lines")
          .in(Side.SERVER),
      noticed(FAILED, terms("client.*-fresh")).in(Side.CLIENT)),
  ACCEPTS_RSV1_ANYWHERE(
      noticed(NON_STRICT, "deflate.rsv1.close"), noticed(FAILED, "deflate.rsv1.*")),
  IGNORES_DAMAGE(noticed(FAILED, "deflate.bad.*")),
  ENDS_AT_BFINAL(noticed(FAILED, "deflate.bfinal.then-more", "deflate.bfinal.twice")),
  CLOSES_WITH_1001(noticed(NON_STRICT, closing().and(matching("close.code.1001").negate()))),
  CLOSES_WITHOUT_CODE(noticed(NON_STRICT, closing().and(matching("close.empty").negate()))),
  NO_CLOSE_ECHO(noticed(FAILED, closing())),
  CLOSES_TWICE(noticed(NON_STRICT, failing().or(closing()))),
  PINGS_AFTER_ITS_CLOSE(noticed(NON_STRICT, failing().or(closing()))),
  SENDS_A_MESSAGE_AFTER_ITS_CLOSE(noticed(FAILED, failing().or(closing()))),
  FAILS_WITHOUT_CLOSE_FRAME(noticed(NON_STRICT, failing())),
  FAILS_WITH_1000(noticed(NON_STRICT, failing())),
  FAILS_WITH_1003(noticed(NON_STRICT, failing())),
  FAILS_WITH_999(noticed(NON_STRICT, failing())),
  FAILS_WITH_1006(noticed(FAILED, failing())),
  RESETS(noticed(NON_STRICT, failing().or(closing()))),
  WAITS_WHEN_TCP_ENDS(noticed(NON_STRICT, "lengths.unsent.*")),
  LEAVES_TCP_OPEN(noticed(FAILED, failing().or(closing()))),

  // ---- of clients alone

  MASKS_WITH_ZERO(noticed(FAILED, "masking.keys.*")),
  COUNTS_ITS_MASKING_KEYS(noticed(FAILED, "masking.keys.*"));

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Notice> notices;

  Fault(Notice... notices) {
    this.notices = List.of(notices);
  }

  /// Some cases notice, with this verdict.
  private record Notice(Verdict verdict, Predicate<Case> by, Set<Side> peers) {
    /// Where peers of one side alone have the fault.
    Notice in(Side peer) {
      return new Notice(verdict, by, Set.of(peer));
    }
  }

  /// What a case has to say of a peer with this fault.
  ///
  /// @param sound what it says where nothing is wrong
  Verdict expected(Side peer, Case tried, Verdict sound) {
    return notices.stream()
        .filter(notice -> notice.peers().contains(peer))
        .filter(notice -> !tried.isInformational() && notice.by().test(tried))
        .map(Notice::verdict)
        .findFirst()
        .orElse(sound);
  }

  private static Notice noticed(Verdict verdict, Predicate<Case> by) {
    return new Notice(verdict, by, EnumSet.allOf(Side.class));
  }

  private static Notice noticed(Verdict verdict, String... globs) {
    return noticed(verdict, matching(globs));
  }
}
