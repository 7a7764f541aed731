package io.tidewire.protocol;

import static io.tidewire.protocol.Frames.refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455 §8.1.
class TextTest {
  private static final String[] NOT_UTF8 = refusal(1007, "a text message is not valid UTF-8");

  @RegisterExtension final Wire wire = new Wire();

  @Test
  void textOfAllLengthsOfCharactersIsDelivered() {
    // κόσμε, €, and a smiling face
    wire.receives("81 12 CEBACF8CCF83CEBCCEB5 E282AC F09F9880 21").then("text κόσμε€😀!");
  }

  @Test
  void aCharacterMayBeCutByFragments() {
    wire.receives("01 01 E2 00 01 82 00 00 80 01 AC").then("text €");
  }

  @Test
  void aCharacterMayBeCutByFragmentsWithAPingInBetween() {
    wire.receives("01 02 F09F 89 01 80 80 02 9880").then("sent 8A 01 80", "ping 80", "text 😀");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "BF",
        "C080",
        "C1BF",
        "C220",
        "E0809F",
        "EDA080",
        "EDBFBF",
        "F08FBFBF",
        "F4908080",
        "F5",
        "FE",
        "FF",
        "CEBAE1BD",
        "61F0286C"
      })
  void whatIsNotUtf8IsRefused(String bytes) {
    String text = "21".repeat(20) + bytes + "2121";
    String length = "%02X".formatted(text.length() / 2);
    wire.receives("81" + length + text).then(NOT_UTF8).holdsNoMemory();
  }

  @Test
  void aBadByteIsRefusedBeforeItsFrameIsComplete() {
    wire.receives("81 7E FFFF 6869 FF").then(NOT_UTF8).holdsNoMemory();
  }

  @Test
  void aBadByteInAFragmentIsRefusedBeforeItsMessageIsComplete() {
    wire.receives("01 02 6869 00 10 F490").then(NOT_UTF8);
  }

  @Test
  void aByteThatCannotContinueTheLastFragmentsCharacterIsRefused() {
    wire.receives("01 01 ED 00 7D").thenNothing();
    wire.receives("A0").then(NOT_UTF8);
  }

  @Test
  void textMustNotEndWithinACharacter() {
    wire.receives("81 03 61E282")
        .then(refusal(1007, "a text message ends in the middle of a UTF-8 character"));
  }

  @Test
  void fragmentedTextMustNotEndWithinACharacter() {
    wire.receives("01 02 E282 80 00")
        .then(refusal(1007, "a text message ends in the middle of a UTF-8 character"));
  }

  @Test
  void binaryNeedNotBeUtf8() {
    wire.receives("82 04 FFC080ED").then("binary FFC080ED");
    wire.receives("02 01 FF 80 01 80").then("binary FF80");
  }

  @Test
  void eachTextBeginsAfresh() {
    wire.receives("82 01 E2 81 01 61").then("binary E2", "text a");
  }
}
