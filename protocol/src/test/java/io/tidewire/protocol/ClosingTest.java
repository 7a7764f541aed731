package io.tidewire.protocol;

import static io.tidewire.protocol.Frames.refusal;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6455 §7 and §5.5.1.
class ClosingTest {
  @RegisterExtension final Wire wire = new Wire();

  // ---- the peer closes

  @Test
  void aCloseFrameIsAnsweredWithItsCode() {
    wire.receives("88 05 03E8 627965")
        .then("sent 88 02 03E8", "closed 1000 bye (PEER)")
        .explains("the peer closed with 1000 (normal closure): bye")
        .tcp(TcpAction.CLOSE, TcpAction.AWAIT_PEER)
        .canSend(false);
  }

  @Test
  void anEmptyCloseFrameIsAnsweredWithAnEmptyOne() {
    wire.receives("88 00")
        .then("sent 88 00", "closed 1005  (PEER)")
        .explains("the peer closed with 1005 (no code given)")
        .tcp(TcpAction.CLOSE, TcpAction.AWAIT_PEER);
  }

  @Test
  void aReasonMayHave123Bytes() {
    wire.receives("88 7D 0FA0" + "61".repeat(123))
        .then("sent 88 02 0FA0", "closed 4000 " + "a".repeat(123) + " (PEER)");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  void aCodeThatMayBeSentIsTaken(int code) {
    String hex = "%04X".formatted(code);
    wire.receives("88 02" + hex).then("sent 88 02" + hex, "closed " + code + "  (PEER)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
  void aCodeThatMayNotBeSentIsRefused(int code) {
    wire.receives("88 02 %04X".formatted(code))
        .then(refusal(1002, "close code " + code + " may not be sent"))
        .tcp(TcpAction.CLOSE);
  }

  @Test
  void halfACodeIsRefused() {
    wire.receives("88 01 03").then(refusal(1002, "a close frame carries half a code"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"88 03 03E8 FF", "88 04 03E8 C080", "88 04 03E8 E282"})
  void aReasonThatIsNotUtf8IsRefused(String frame) {
    wire.receives(frame).then(refusal(1007, "a close reason is not valid UTF-8"));
  }

  @Test
  void nothingAfterThePeersCloseFrameIsHeard() {
    wire.receives("88 00 81 01 61 89 00 88 00 FF FF").then("sent 88 00", "closed 1005  (PEER)");
    wire.receives("81 01 61").receivesRaw("FF FF").thenNothing();
    wire.closes(1001, "")
        .does((engine, listener) -> engine.fail(1011, "", "too late", listener))
        .tcpEnds()
        .thenNothing();
  }

  @Test
  void aClientThatWaitsForTheServerToEndTcpClosesThen() {
    wire.only(Role.CLIENT).receives("88 00").then("sent 88 00", "closed 1005  (PEER)");
    wire.tcp(TcpAction.AWAIT_PEER).tcpEnds().thenNothing().tcp(TcpAction.CLOSE);
  }

  // ---- this end closes

  @Test
  void closingSendsACloseFrameAndAwaitsThePeers() {
    wire.tcp(TcpAction.KEEP).canSend(true);
    wire.closes(1001, "off").then("sent 88 05 03E9 6F6666");
    wire.tcp(TcpAction.AWAIT_CLOSE_FRAME).canSend(false);
    wire.receives("88 02 03E9")
        .then("closed 1001 off (LOCAL)")
        .explains("closed by this end with 1001 (going away): off")
        .tcp(TcpAction.CLOSE, TcpAction.AWAIT_PEER);
  }

  @Test
  void closingWithoutACodeSendsAnEmptyCloseFrame() {
    wire.closes(1005, "").then("sent 88 00");
    wire.receives("88 00").then("closed 1005  (LOCAL)");
  }

  @Test
  void closingTwiceSendsOneCloseFrame() {
    wire.closes(1000, "").then("sent 88 02 03E8");
    wire.closes(1001, "").thenNothing();
    wire.receives("88 02 03E8").then("closed 1000  (LOCAL)");
  }

  @Test
  void whenBothCloseAtOnceEachTellsOfItsOwn() {
    wire.closes(4001, "mine").then("sent 88 06 0FA1 6D696E65");
    wire.receives("88 08 0FA2 796F757273 21")
        .then("closed 4001 mine (LOCAL)")
        .tcp(TcpAction.CLOSE, TcpAction.AWAIT_PEER);
  }

  @Test
  void whatThePeerSentBeforeItsCloseFrameIsStillDelivered() {
    wire.closes(1000, "").then("sent 88 02 03E8");
    wire.receives("81 01 61 02 01 01 80 01 02 88 00 81 01 62")
        .then("text a", "binary 0102", "closed 1000  (LOCAL)");
  }

  @Test
  void aMessageMayBeUnderWayWhenThisEndCloses() {
    wire.receives("01 02 6869 80 03 21").thenNothing();
    wire.closes(1000, "").then("sent 88 02 03E8");
    wire.receives("2121 88 00").then("text hi!!!", "closed 1000  (LOCAL)");
  }

  @Test
  void aPeerThatBreaksTheProtocolInsteadOfClosingIsRefusedWithoutASecondCloseFrame() {
    wire.closes(1000, "").then("sent 88 02 03E8");
    wire.receives("83 00").then("closed 1002 opcode 3 is reserved (LOCAL)").tcp(TcpAction.CLOSE);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 999, 1004, 1006, 1015, 1016, 2999, 5000, 66536})
  void aCodeThatMayNotBeSentIsTheCallersMistake(int code) {
    wire.does((engine, listener) ->
            assertThatIllegalArgumentException().isThrownBy(() -> engine.close(code, "", listener)))
        .thenNothing()
        .tcp(TcpAction.KEEP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD83D", "\uDE00", "a\uD83Db"})
  void aReasonWithHalfACharacterIsTheCallersMistake(String reason) {
    refusesReason(1000, reason);
  }

  @Test
  void aReasonOf124BytesIsTheCallersMistake() {
    wire.closes(1000, "é".repeat(61) + "a").then("sent 88 7D 03E8" + "C3A9".repeat(61) + "61");
    refusesReason(1000, "é".repeat(62));
  }

  @Test
  void aReasonWithoutACodeIsTheCallersMistake() {
    refusesReason(1005, "why");
  }

  private void refusesReason(int code, String reason) {
    wire.does((engine, listener) ->
        assertThatIllegalArgumentException()
            .isThrownBy(() -> engine.close(code, reason, listener)));
  }

  // ---- this end fails the connection

  @Test
  void failingSendsACloseFrameAndEndsAtOnce() {
    wire.does((engine, listener) -> engine.fail(1011, "sorry", "the handler threw", listener))
        .then("sent 88 07 03F3 736F727279", "closed 1011 sorry (LOCAL)")
        .explains("the handler threw")
        .tcp(TcpAction.CLOSE)
        .canSend(false);
    wire.receives("81 01 61 88 00").thenNothing();
  }

  @Test
  void failingWithinAMessageGivesItsMemoryBack() {
    wire.receives("01 02 6869 00 05 21").thenNothing();
    wire.does((engine, listener) -> engine.fail(1001, "", "stopping", listener))
        .then("sent 88 02 03E9", "closed 1001  (LOCAL)")
        .holdsNoMemory();
  }

  @Test
  void failingAfterACloseFrameSendsNoSecondOne() {
    wire.closes(1000, "").then("sent 88 02 03E8");
    wire.does((engine, listener) -> engine.fail(1006, "", "no answer in time", listener))
        .then("closed 1006  (LOCAL)")
        .tcp(TcpAction.CLOSE);
  }

  @Test
  void failingWith1006SendsNoCloseFrame() {
    wire.does((engine, listener) -> engine.fail(1006, "", "silent for 60 s", listener))
        .then("closed 1006  (LOCAL)")
        .tcp(TcpAction.CLOSE);
  }

  @Test
  void failingWithACodeThatMayNotBeSentIsTheCallersMistake() {
    wire.does((engine, listener) ->
        assertThatIllegalArgumentException()
            .isThrownBy(() -> engine.fail(1015, "", "?", listener)));
  }

  @Test
  void failingTwiceReportsOneEnd() {
    wire.does((engine, listener) -> engine.fail(1008, "", "first", listener))
        .does((engine, listener) -> engine.fail(1011, "", "second", listener))
        .then("sent 88 02 03F0", "closed 1008  (LOCAL)")
        .explains("first");
  }

  // ---- TCP ends early

  @Test
  void tcpMayEndWithoutACloseFrame() {
    wire.receives("81 01 61").then("text a");
    wire.tcpEnds()
        .then("closed 1006  (NETWORK)")
        .explains("TCP ended without a close frame")
        .tcp(TcpAction.CLOSE);
  }

  @Test
  void tcpMayEndInAHeader() {
    wire.receivesRaw("81").tcpEnds().then("closed 1006  (NETWORK)");
    wire.explains("TCP ended in the middle of a frame");
  }

  @Test
  void tcpMayEndInAPayload() {
    wire.receives("81 05 6869").tcpEnds().then("closed 1006  (NETWORK)");
    wire.explains("TCP ended in the middle of a frame").holdsNoMemory();
  }

  @Test
  void tcpMayEndInAPing() {
    wire.receives("89 05 6869").tcpEnds().then("closed 1006  (NETWORK)");
    wire.explains("TCP ended in the middle of a frame").holdsNoMemory();
  }

  @Test
  void tcpMayEndBetweenFragments() {
    wire.receives("01 02 6869").tcpEnds().then("closed 1006  (NETWORK)");
    wire.explains("TCP ended in the middle of a message").holdsNoMemory();
  }

  @Test
  void tcpMayEndBeforeThePeerAnswersOurCloseFrame() {
    wire.closes(1000, "").tcpEnds().then("sent 88 02 03E8", "closed 1006  (NETWORK)");
    wire.explains("TCP ended before the peer answered our close frame").tcp(TcpAction.CLOSE);
  }

  @Test
  void theNetworksOwnWordsAreTold() {
    wire.does((engine, listener) -> engine.endOfInput("Connection reset by peer", listener))
        .then("closed 1006  (NETWORK)")
        .explains("TCP ended without a close frame: Connection reset by peer");
  }

  @Test
  void tcpEndsOnce() {
    wire.tcpEnds().tcpEnds().then("closed 1006  (NETWORK)");
  }

  // ---- the driver drops the connection

  @Test
  void aDiscardedConnectionIsSilent() {
    wire.receives("01 02 6869").does((engine, listener) -> engine.discard()).holdsNoMemory();
    wire.tcp(TcpAction.CLOSE).receives("80 01 61").closes(1000, "").tcpEnds().thenNothing();
  }
}
