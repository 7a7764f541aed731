package io.tidewire.conformance;

import io.tidewire.conformance.Frame.LengthForm;
import java.util.ArrayList;
import java.util.List;

/// Lengths, masks, and how frames are cut on their way (RFC 6455 §5.1 to §5.3).
final class FramingCases {
  static final List<Case> ALL = all();

  private FramingCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (int length : new int[] {0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537}) {
      addCuts(cases, "framing.text." + length, Frame.text(Payload.ascii(length)));
      addCuts(cases, "framing.binary." + length, Frame.binary(Payload.bytes(length)));
    }
    cases.add(together());
    cases.add(wrongMask());
    cases.add(tooLong("16-bits", LengthForm.SIXTEEN_BITS, 125));
    cases.add(tooLong("64-bits", LengthForm.SIXTY_FOUR_BITS, 125));
    cases.add(tooLong("64-bits-for-16", LengthForm.SIXTY_FOUR_BITS, 65_535));
    cases.add(signBit());
    return List.copyOf(cases);
  }

  private static void addCuts(List<Case> cases, String id, Frame message) {
    cases.add(echo(id, message, Chop.WHOLE));
    // A write for each byte of a large frame takes long and shows no more than the odd cuts.
    if (message.payload().length < 1000) {
      cases.add(echo(id + ".bytewise", message, Chop.BYTEWISE));
    }
    cases.add(echo(id + ".odd", message, Chop.ODD));
  }

  private static Case echo(String id, Frame message, Chop chop) {
    return Script.of(id, "RFC 6455 §5.2", "A " + message + chop + " comes back")
        .send(chop, message)
        .expect(message)
        .closes();
  }

  private static Case together() {
    Frame[] many = new Frame[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = Frame.text(Payload.ascii(i));
    }
    return Script.of("framing.together", "RFC 6455 §5.2", "100 messages in one write come back")
        .send(many)
        .expect(many)
        .closes();
  }

  private static Case wrongMask() {
    return Script.of(
            "framing.mask.wrong", "RFC 6455 §5.1", "A client does not mask, or a server does")
        .send(Frame.text("masked the wrong way").wronglyMasked())
        .fails(CloseCode.PROTOCOL_ERROR);
  }

  private static Case tooLong(String id, LengthForm form, int length) {
    Frame message = Frame.text(Payload.ascii(length));
    return Script.of(
            "framing.length." + id, "RFC 6455 §5.2", "A length is not in its shortest form")
        .send(message.withLengthForm(form))
        .failsOr(
            CloseCode.PROTOCOL_ERROR,
            message,
            "§5.2 binds the sender (MUST), and does not say what a receiver does");
  }

  private static Case signBit() {
    return Script.of(
            "framing.length.sign-bit", "RFC 6455 §5.2", "The highest bit of a 64-bit length is set")
        .probed()
        .send(Frame.binary().withLengthForm(LengthForm.SIXTY_FOUR_BITS).declaring(Long.MIN_VALUE))
        .ends(
            Ending.failing(CloseCode.PROTOCOL_ERROR)
                .tolerating(CloseCode.TOO_BIG, "the length is not too big, but malformed"));
  }
}
