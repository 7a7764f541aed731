package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.WebSocket;
import io.tidewire.protocol.CloseReason.By;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Closing handshakes that any two ends have.
interface CloseContract extends Conversation.Opener {
  /// 123 bytes in UTF-8, the most that fits beside the code (RFC 6455 §5.5).
  String LONGEST_REASON = "ü".repeat(61) + ".";

  @ParameterizedTest
  @CsvSource({"1000, ''", "1000, done", "1001, going away", "3000, ours", "4999, ünïcödé 🌊"})
  default void theySeeOurCodeAndReason(int code, String reason) throws Exception {
    try (Conversation talk = open()) {
      talk.ours().close(code, reason);
      assertThat(talk.theirs().next()).isEqualTo(new Event.Closed(code, reason));
      endsWith(talk.ours(), code, reason, By.LOCAL);
    }
  }

  @Test
  default void theySeeThatWeGaveNoCode() throws Exception {
    try (Conversation talk = open()) {
      talk.ours().close(1005, "");
      assertThat(talk.theirs().next()).isEqualTo(new Event.Closed(codeShownForNone(), ""));
      endsWith(talk.ours(), 1005, "", By.LOCAL);
    }
  }

  /// What the library tells its user when a close frame has no code: 1005 by RFC 6455 §7.1.5.
  default int codeShownForNone() {
    return 1005;
  }

  @ParameterizedTest
  @CsvSource({"1000, ''", "1000, done", "3000, theirs", "4999, ünïcödé 🌊"})
  default void weSeeTheirCodeAndReason(int code, String reason) throws Exception {
    try (Conversation talk = open()) {
      talk.theirs().close(code, reason);
      endsWith(talk.ours(), code, reason, By.PEER);
      assertThat(talk.theirs().next()).satisfies(end -> isClosed(end, code));
    }
  }

  @Test
  default void ourLongestReasonFits() throws Exception {
    theySeeOurCodeAndReason(4000, LONGEST_REASON);
  }

  @Test
  default void theirLongestReasonFits() throws Exception {
    weSeeTheirCodeAndReason(4000, LONGEST_REASON);
  }

  @Test
  default void messagesSentBeforeOurCloseArrive() throws Exception {
    try (Conversation talk = open()) {
      talk.ours().send(Payloads.binary(Payloads.MEBIBYTE));
      talk.ours().send("last words");
      talk.ours().close(1000, "");
      assertThat(talk.theirs().next()).isInstanceOf(Event.Binary.class);
      assertThat(talk.theirs().next()).isEqualTo(new Event.Text("last words"));
      assertThat(talk.theirs().next()).isEqualTo(new Event.Closed(1000, ""));
    }
  }

  @Test
  default void weNoticeWhenTheyVanish() throws Exception {
    try (Conversation talk = open()) {
      talk.theirs().cut();
      endsWith(talk.ours(), 1006, "", By.NETWORK);
    }
  }

  /// The end that closed first sees its code come back (RFC 6455 §5.5.1); some libraries show it
  /// their user's own reason with it.
  static void isClosed(Event event, int code) {
    assertThat(event)
        .isInstanceOfSatisfying(Event.Closed.class, end -> assertThat(end.code()).isEqualTo(code));
  }

  static void endsWith(WebSocket ours, int code, String reason, By by) {
    assertThat(ours.closed())
        .succeedsWithin(Events.PATIENCE)
        .satisfies(end -> {
          assertThat(end.code()).as(end.toString()).isEqualTo(code);
          assertThat(end.text()).isEqualTo(reason);
          assertThat(end.by()).isEqualTo(by);
          assertThat(end.explanation()).isNotEmpty();
        });
  }
}
