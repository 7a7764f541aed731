package io.tidewire.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/// Masks: who has to use them, on what, and with which keys (RFC 6455 §5.1, §5.3).
final class MaskingCases {
  private static final String WHO = "RFC 6455 §5.1";
  private static final String KEYS = "RFC 6455 §5.3";
  private static final Frame BEGUN = Frame.text("begun, ").unfinished();
  private static final Frame ENDED = Frame.continuation("ended");

  static final List<Case> ALL = all();

  private MaskingCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    addWrong(cases);
    addKeys(cases);
    addCuts(cases);
    addClientKeys(cases);
    return List.copyOf(cases);
  }

  // ---- a client does not mask, or a server does

  private static void addWrong(List<Case> cases) {
    cases.add(wrong("empty", Chop.WHOLE, Frame.text("")));
    cases.add(wrong("binary", Chop.WHOLE, Frame.binary(Payload.bytes(1000))));
    cases.add(wrong("large", Chop.WHOLE, Frame.binary(Payload.bytes(65_536))));
    cases.add(wrong("bytewise", Chop.BYTEWISE, Frame.text("bytewise")));
    cases.add(wrong("ping", Chop.WHOLE, Frame.ping("wrong")));
    cases.add(wrong("pong", Chop.WHOLE, Frame.pong("wrong")));
    cases.add(wrong("close", Chop.WHOLE, Frame.close(CloseCode.NORMAL, "")));
    cases.add(
        Script.of("masking.wrong.continuation", WHO, "The second fragment is masked wrongly")
            .send(BEGUN, ENDED.wronglyMasked())
            .fails(CloseCode.PROTOCOL_ERROR));
    cases.add(
        Script.of("masking.wrong.second", WHO, "The second message is masked wrongly")
            .echo(Frame.text("first"))
            .send(Frame.text("second").wronglyMasked())
            .fails(CloseCode.PROTOCOL_ERROR));
  }

  private static Case wrong(String id, Chop chop, Frame frame) {
    return Script.of("masking.wrong." + id, WHO, "Wrongly masked: a " + frame + chop)
        .send(chop, frame.wronglyMasked())
        .fails(CloseCode.PROTOCOL_ERROR);
  }

  // ---- keys of ours

  private static void addKeys(List<Case> cases) {
    for (int key : new int[] {0, 1, 0x01000000, 0x01020304, 0x80808080, -1}) {
      String hex = String.format("%08x", key);
      Frame message = Frame.binary(Payload.bytes(1003));
      cases.add(
          server("key." + hex, "Any key is a key: " + hex)
              .step(
                  "send a " + message + " masked with " + hex,
                  peer -> send(peer, Chop.WHOLE, key, message))
              .expect(message)
              .closes());
    }
    cases.add(
        server("key.each-frame", "Each frame has a key of its own")
            .step(
                "send two fragments and a ping between them, each with another key",
                peer -> {
                  send(peer, Chop.WHOLE, 0x01020304, BEGUN);
                  send(peer, Chop.WHOLE, 0, Frame.ping("between"));
                  send(peer, Chop.WHOLE, 0x0a0b0c0d, ENDED);
                })
            .expect(
                Expectation.of(Frame.pong("between"), Frame.text("begun, ended"))
                    .tolerating(
                        "a pong is due as soon as is practical (RFC 6455 §5.5.2)",
                        Frame.text("begun, ended"),
                        Frame.pong("between")))
            .closes());
  }

  private static Script server(String id, String title) {
    return Script.of("masking." + id, KEYS, title).serversOnly();
  }

  private static void send(Dialogue peer, Chop chop, int key, Frame frame) {
    byte[] bytes = ByteBuffer.allocate(4).putInt(key).array();
    peer.sendBytes(peer.encodeWith(bytes, frame), chop);
  }

  /// Wherever a payload is cut, its mask goes on where it was.
  private static void addCuts(List<Case> cases) {
    Frame message = Frame.binary(Payload.bytes(21));
    Frame[] echoes = Collections.nCopies(27, message).toArray(Frame[]::new);
    cases.add(
        server("cut.everywhere", "The mask goes on wherever a frame is cut")
            .step(
                "send a " + message + " 27 times, cut at another place each time",
                peer -> {
                  for (int at = 1; at <= echoes.length; at++) {
                    peer.send(Chop.every(at), message);
                  }
                })
            .expect(echoes)
            .closes());
    for (int size : new int[] {3, 5, 7, 1021}) {
      Frame large = Frame.binary(Payload.bytes(5003));
      cases.add(
          server("cut." + size, "A masked frame is cut")
              .send(Chop.every(size), large)
              .expect(large)
              .closes());
    }
  }

  // ---- keys of a client

  private static void addClientKeys(List<Case> cases) {
    cases.add(
        keys("messages", "A new key for each message")
            .send(
                Frame.text("0"), Frame.text("1"), Frame.text("2"), Frame.text("3"), Frame.text("4"))
            .expect(
                Frame.text("0"), Frame.text("1"), Frame.text("2"), Frame.text("3"), Frame.text("4"))
            .step("the keys differ, and not by the same amount", MaskingCases::judgeKeys)
            .closes());
    cases.add(
        keys("pongs", "A new key for each pong")
            .send(Frame.ping("0"))
            .expect(Frame.pong("0"))
            .send(Frame.ping("1"))
            .expect(Frame.pong("1"))
            .send(Frame.ping("2"))
            .expect(Frame.pong("2"))
            .send(Frame.ping("3"))
            .expect(Frame.pong("3"))
            .step("the keys differ, and not by the same amount", MaskingCases::judgeKeys)
            .closes());
    cases.add(
        keys("connections", "Keys do not begin anew with each connection")
            .echo(Frame.text("first"))
            .step("no earlier connection began with this key", MaskingCases::judgeFirst)
            .closes());
  }

  private static Script keys(String id, String title) {
    return Script.of("masking.keys." + id, KEYS, title).clientsOnly();
  }

  /// What shows at once that a key can be predicted. That it cannot be is not to be seen.
  private static void judgeKeys(Dialogue client) {
    List<Integer> keys = client.maskingKeys();
    HashSet<Integer> steps = new HashSet<>();
    for (int i = 1; i < keys.size(); i++) {
      steps.add(keys.get(i) - keys.get(i - 1));
    }
    boolean repeated = new HashSet<>(keys).size() < keys.size();
    if (repeated || steps.size() == 1) {
      String hex = String.join(" ", keys.stream().map(key -> String.format("%08x", key)).toList());
      client.score().messages(Judgment.failed("masking keys that can be predicted (MUST): " + hex));
    }
  }

  private static void judgeFirst(Dialogue client) {
    if (client.seenBefore(Dialogue.MASKING_KEY, client.maskingKeys().getFirst())) {
      client
          .score()
          .messages(Judgment.failed("another connection began with the same masking key"));
    }
  }
}
