package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.Message;
import java.io.Writer;
import org.junit.jupiter.api.Test;

/// Messages that any two ends exchange.
interface MessagesContract extends Conversation.Opener {

  @Test
  default void textGoesBothWays() throws Exception {
    try (Conversation talk = open()) {
      for (String text : Payloads.TEXTS) {
        talk.ours().send(text);
        assertThat(talk.theirs().next()).isEqualTo(new Event.Text(text));
        talk.theirs().send(text);
        assertThat(talk.ours().receive().text()).isEqualTo(text);
      }
    }
  }

  @Test
  default void binaryOfEveryLengthFormGoesBothWays() throws Exception {
    try (Conversation talk = open()) {
      for (int length : Payloads.LENGTHS) {
        byte[] payload = Payloads.binary(length);
        talk.ours().send(payload);
        assertThat(talk.theirs().next()).isEqualTo(new Event.Binary(payload));
        talk.theirs().send(payload);
        assertThat(talk.ours().receive()).satisfies(message -> isBinary(message, payload));
      }
    }
  }

  @Test
  default void emptyMessagesGoBothWaysAndKeepTheirKind() throws Exception {
    try (Conversation talk = open()) {
      talk.ours().send("");
      talk.ours().send(new byte[0]);
      assertThat(talk.theirs().next()).isEqualTo(new Event.Text(""));
      assertThat(talk.theirs().next()).isEqualTo(new Event.Binary(new byte[0]));
      talk.theirs().send("");
      talk.theirs().send(new byte[0]);
      assertThat(talk.ours().receive()).satisfies(message -> isText(message, ""));
      assertThat(talk.ours().receive()).satisfies(message -> isBinary(message, new byte[0]));
    }
  }

  @Test
  default void aMebibyteOfTextGoesBothWaysAtTheSameTime() throws Exception {
    String text = Payloads.text(Payloads.MEBIBYTE);
    try (Conversation talk = open()) {
      talk.ours().send(text);
      talk.theirs().send(text);
      assertThat(talk.theirs().next()).isEqualTo(new Event.Text(text));
      assertThat(talk.ours().receive().text()).isEqualTo(text);
    }
  }

  @Test
  default void manyMessagesKeepTheirOrderBothWays() throws Exception {
    int count = 300;
    try (Conversation talk = open()) {
      for (int i = 0; i < count; i++) {
        talk.ours().send("ours " + i);
        talk.theirs().send("theirs " + i);
      }
      for (int i = 0; i < count; i++) {
        assertThat(talk.theirs().next()).isEqualTo(new Event.Text("ours " + i));
        assertThat(talk.ours().receive().text()).isEqualTo("theirs " + i);
      }
    }
  }

  @Test
  default void ourFragmentsBecomeOneMessage() throws Exception {
    String part = Payloads.text(40_000);
    try (Conversation talk = open()) {
      try (Writer writer = talk.ours().sendTextStream()) {
        for (int i = 0; i < 5; i++) {
          writer.write(part);
          writer.flush();
        }
      }
      assertThat(talk.theirs().next()).isEqualTo(new Event.Text(part.repeat(5)));
    }
  }

  @Test
  default void ourPingIsAnswered() throws Exception {
    try (Conversation talk = open()) {
      assertThat(talk.ours().ping()).succeedsWithin(Events.PATIENCE);
    }
  }

  @Test
  default void aSubprotocolIsAgreedOn() throws Exception {
    try (Conversation talk = open("unheard-of", "chat", "echo")) {
      assertThat(talk.ours().subprotocol()).contains("chat");
      assertThat(talk.theirs().subprotocol()).isEqualTo("chat");
    }
  }

  @Test
  default void withoutAnOfferThereIsNoSubprotocol() throws Exception {
    try (Conversation talk = open()) {
      assertThat(talk.ours().subprotocol()).isEmpty();
      assertThat(talk.theirs().subprotocol()).isEmpty();
    }
  }

  private static void isText(Message message, String text) {
    assertThat(message.isText()).isTrue();
    assertThat(message.text()).isEqualTo(text);
  }

  private static void isBinary(Message message, byte[] payload) {
    assertThat(message.isText()).isFalse();
    assertThat(message.bytes()).isEqualTo(payload);
  }
}
