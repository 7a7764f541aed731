package io.tidewire.conformance;

import static io.tidewire.conformance.Verdict.FAILED;
import static io.tidewire.conformance.Verdict.NON_STRICT;

import java.util.List;
import java.util.function.Predicate;

/// What a [BrokenServer] does wrong, and which cases have to notice, no fewer and no more.
public enum Fault {
  WRONG_ACCEPT(noticed(FAILED, "opening.accept")),
  WRONG_PONG(noticed(FAILED, pings())),
  NO_PONG(noticed(FAILED, pings())),
  ANSWERS_PONGS(noticed(FAILED, "pongs.unsolicited*", "pongs.then-ping", "fragmentation.pong")),
  CORRUPTS_LARGE_MESSAGES(noticed(FAILED, "framing.text.6*", "framing.binary.6*")),
  JOINS_CONNECTIONS(noticed(FAILED, "fragmentation.connections")),
  MASKS(noticed(FAILED, "*")),
  ACCEPTS_UNMASKED(noticed(FAILED, "framing.mask.wrong")),
  ACCEPTS_LONG_LENGTHS(noticed(NON_STRICT, "framing.length.*bits*")),
  ACCEPTS_RESERVED_BITS(noticed(FAILED, "reserved-bits.*")),
  ACCEPTS_RESERVED_OPCODES(
      noticed(
          FAILED,
          "opcodes.*.empty",
          "opcodes.*.payload",
          "opcodes.*-message",
          "opcodes.*.between")),
  ACCEPTS_STRAY_CONTINUATIONS(noticed(FAILED, "fragmentation.stray*")),
  ACCEPTS_NESTED_MESSAGES(noticed(FAILED, "fragmentation.nested.*")),
  ACCEPTS_LARGE_CONTROL_FRAMES(noticed(FAILED, "close.reason.124", "pings.126", "pongs.126")),
  ACCEPTS_FRAGMENTED_CONTROL_FRAMES(noticed(FAILED, "fragmentation.control.*")),
  ACCEPTS_ANY_CLOSE_CODE(
      noticed(
          FAILED,
          "close.code.0",
          "close.code.1",
          "close.code.999",
          "close.code.1005",
          "close.code.1006",
          "close.code.1015"),
      noticed(
          NON_STRICT,
          "close.code.1004",
          "close.code.1016",
          "close.code.1100",
          "close.code.2*",
          "close.code.5000",
          "close.code.65535")),
  LATE_UTF8(noticed(NON_STRICT, "utf8.fail-fast*")),
  CLOSES_WITHOUT_CODE(
      noticed(NON_STRICT, failing().negate().and(matching("close.empty").negate()))),
  NO_CLOSE_ECHO(noticed(FAILED, failing().negate())),
  CLOSES_TWICE(noticed(NON_STRICT, "*")),
  FAILS_WITHOUT_CLOSE_FRAME(noticed(NON_STRICT, failing())),
  FAILS_WITH_1000(noticed(FAILED, failing())),
  FAILS_WITH_1003(noticed(NON_STRICT, failing())),
  RESETS(noticed(NON_STRICT, "*")),
  LEAVES_TCP_OPEN(noticed(FAILED, "*"));

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Notice> notices;

  Fault(Notice... notices) {
    this.notices = List.of(notices);
  }

  /// Some cases notice, with this verdict.
  private record Notice(Verdict verdict, Predicate<Case> by) {}

  /// What a case has to say of a server with this fault.
  Verdict expected(Case tried) {
    return notices.stream()
        .filter(notice -> notice.by().test(tried))
        .map(Notice::verdict)
        .findFirst()
        .orElse(Verdict.OK);
  }

  private static Notice noticed(Verdict verdict, Predicate<Case> by) {
    return new Notice(verdict, by);
  }

  private static Notice noticed(Verdict verdict, String... globs) {
    return new Notice(verdict, matching(globs));
  }

  private static Predicate<Case> matching(String... globs) {
    return Cases.select(Side.SERVER, List.of(globs))::contains;
  }

  /// Every case that a server gets a ping in, and goes on.
  private static String[] pings() {
    return new String[] {
      "pings.empty",
      "pings.text",
      "pings.binary",
      "pings.125*",
      "pings.ten*",
      "pings.one-by-one",
      "pings.*-message",
      "pongs.then-ping",
      "fragmentation.ping*"
    };
  }

  /// Every case in which the server has to fail the connection.
  private static Predicate<Case> failing() {
    return tried -> tried.script().getLast().startsWith("the peer fails the connection");
  }
}
