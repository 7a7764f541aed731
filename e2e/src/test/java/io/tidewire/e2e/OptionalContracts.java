package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.protocol.CloseReason.By;
import org.junit.jupiter.api.Test;

/// What only some libraries let their user do: a peer's test implements those that it can.
interface OptionalContracts {

  /// The peer sends fragments.
  interface Fragments extends Conversation.Opener {

    @Test
    default void theirFragmentsBecomeOneMessage() throws Exception {
      try (Conversation talk = open()) {
        // A fragment may be empty, and may end within a run of several-byte characters.
        talk.theirs().sendFragments("Zwölf", "", " Boxkämpfer ", "🌊", Payloads.text(100_000));
        assertThat(talk.ours().receive().text())
            .isEqualTo("Zwölf Boxkämpfer 🌊" + Payloads.text(100_000));
      }
    }
  }

  /// The peer sends pings, and shows the pongs.
  interface Pings extends Conversation.Opener {

    @Test
    default void weAnswerTheirPingWithItsPayload() throws Exception {
      try (Conversation talk = open()) {
        talk.theirs().ping("are you there?");
        assertThat(talk.theirs().next()).isEqualTo(new Event.Pong("are you there?"));
        talk.theirs().ping("");
        assertThat(talk.theirs().next()).isEqualTo(new Event.Pong(""));
      }
    }

    @Test
    default void weAnswerTheirPingBetweenMessages() throws Exception {
      try (Conversation talk = open()) {
        talk.theirs().send("before");
        talk.theirs().ping("between");
        talk.theirs().send("after");
        assertThat(talk.theirs().next()).isEqualTo(new Event.Pong("between"));
        assertThat(talk.ours().receive().text()).isEqualTo("before");
        assertThat(talk.ours().receive().text()).isEqualTo("after");
      }
    }
  }

  /// The peer closes without a code.
  interface CloseWithoutCode extends Conversation.Opener {

    @Test
    default void weSeeThatTheyGaveNoCode() throws Exception {
      try (Conversation talk = open()) {
        talk.theirs().closeWithoutCode();
        CloseContract.endsWith(talk.ours(), 1005, "", By.PEER);
        assertThat(talk.theirs().next()).satisfies(end -> CloseContract.isClosed(end, 1005));
      }
    }
  }

  /// The peer closes with 1001, which browsers do only by themselves.
  interface GoingAway extends Conversation.Opener {

    @Test
    default void weSeeThatTheyGoAway() throws Exception {
      try (Conversation talk = open()) {
        talk.theirs().close(1001, "off");
        CloseContract.endsWith(talk.ours(), 1001, "off", By.PEER);
        assertThat(talk.theirs().next()).satisfies(end -> CloseContract.isClosed(end, 1001));
      }
    }
  }
}
