package io.tidewire.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Large messages, many messages, small frames and small pieces. Each byte of what comes back is
/// compared; in how many frames it comes is the peer's choice (RFC 6455 §5.4).
///
/// A peer may limit what it takes (RFC 6455 §10.4). One that says so with 1009 has failed nothing,
/// and the case tells that it did.
final class SizeCases {
  private static final String CLAUSE = "RFC 6455 §5.2";
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  static final List<Case> ALL = all();

  private SizeCases() {}

  private static List<Case> all() {
    List<Case> cases = new ArrayList<>();
    for (int opcode : new int[] {Opcode.TEXT, Opcode.BINARY}) {
      String kind = "sizes." + Opcode.name(opcode) + ".";
      addWhole(cases, kind, opcode);
      addFrames(cases, kind, opcode);
      addPieces(cases, kind, opcode);
      for (int size : new int[] {0, 16, 64, 256, KIB, 4 * KIB, 16 * KIB, 64 * KIB}) {
        cases.add(many(kind + "many." + size, new Large(opcode, size)));
      }
    }
    return List.copyOf(cases);
  }

  /// A message that is made when it is needed, for all of them together are too large to keep.
  private record Large(int opcode, int size) {
    Frame message() {
      return Frame.of(opcode, opcode == Opcode.TEXT ? Payload.ascii(size) : Payload.bytes(size));
    }

    @Override
    public String toString() {
      return Opcode.name(opcode) + " of " + Words.bytes(size);
    }
  }

  private static void addWhole(List<Case> cases, String kind, int opcode) {
    for (int size : new int[] {64 * KIB, 256 * KIB, MIB, 4 * MIB, 8 * MIB, 16 * MIB}) {
      cases.add(echo(kind + size, new Large(opcode, size), size, Chop.WHOLE));
    }
  }

  private static void addFrames(List<Case> cases, String kind, int opcode) {
    Large large = new Large(opcode, 4 * MIB);
    for (int frame = 64; frame <= MIB; frame *= 4) {
      cases.add(echo(kind + large.size() + ".frames." + frame, large, frame, Chop.WHOLE));
    }
    Large small = new Large(opcode, 64 * KIB);
    for (int frame : new int[] {64, 127, 1300, 4096}) {
      cases.add(echo(kind + small.size() + ".frames." + frame, small, frame, Chop.WHOLE));
      cases.add(echo(kind + small.size() + ".frames." + frame + ".odd", small, frame, Chop.ODD));
    }
  }

  private static void addPieces(List<Case> cases, String kind, int opcode) {
    Large large = new Large(opcode, MIB);
    for (int piece = 64; piece <= 2 * KIB; piece *= 2) {
      String id = kind + large.size() + ".pieces." + piece;
      cases.add(echo(id, large, large.size(), Chop.every(piece)));
    }
    cases.add(echo(kind + large.size() + ".odd", large, large.size(), Chop.ODD));
    Large small = new Large(opcode, 16 * KIB);
    cases.add(echo(kind + small.size() + ".bytewise", small, small.size(), Chop.BYTEWISE));
  }

  private static Case echo(String id, Large large, int frameSize, Chop chop) {
    String frames = frameSize < large.size() ? " in frames of " + frameSize + " bytes" : "";
    String title = String.format(Locale.ROOT, "A %s%s%s comes back", large, frames, chop);
    return Script.of(id, CLAUSE, title)
        .step(
            "send " + large + frames + chop,
            peer -> {
              peer.send(chop, large.message().fragments(frameSize));
              peer.keepsUp();
            })
        .echoesUnlessTooBig(large.toString(), large::message);
  }

  private static Case many(String id, Large large) {
    int count = large.size() > 4 * KIB ? 200 : 1000;
    return Script.of(id, CLAUSE, count + " messages come back one by one, each " + large)
        .step(
            "send and expect each",
            peer -> {
              Frame message = large.message();
              for (int i = 0; i < count && !peer.score().decided(); i++) {
                peer.send(Chop.WHOLE, message);
                Expectation.of(message).await(peer);
                peer.keepsUp();
              }
            })
        .closes();
  }
}
