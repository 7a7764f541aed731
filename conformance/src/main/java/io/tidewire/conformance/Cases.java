package io.tidewire.conformance;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All cases of the kit, family by family.
public final class Cases {
  private static final List<Case> ALL =
      Stream.of(
              OpeningCases.ALL,
              FramingCases.ALL,
              MaskingCases.ALL,
              LengthCases.ALL,
              PingCases.ALL,
              ReservedBitCases.ALL,
              OpcodeCases.ALL,
              FragmentationCases.ALL,
              ConnectionCases.ALL,
              CloseCases.ALL,
              Utf8Cases.ALL,
              SizeCases.ALL,
              RandomCases.ALL,
              DeflateNegotiationCases.ALL,
              DeflateAnswerCases.ALL,
              DeflateTermsCases.ALL,
              DeflateMessageCases.ALL,
              DeflateBlockCases.ALL,
              DeflateSizeCases.ALL)
          .flatMap(List::stream)
          .toList();

  private Cases() {}

  /// All cases, for servers and for clients, but those of abuse.
  public static List<Case> all() {
    return ALL;
  }

  /// The cases for peers of a side whose id one of the globs matches.
  ///
  /// @param globs such as `fragmentation.*`, where `*` stands for anything; none for all cases
  public static List<Case> select(Side peer, List<String> globs) {
    return select(ALL, peer, globs);
  }

  /// The same of the cases of abuse: they take a peer to its limits, each for some seconds, and
  /// tell what it did. They are no part of [#all].
  public static List<Case> selectAbuse(Side peer, List<String> globs) {
    List<Case> abuse = peer == Side.SERVER ? AbuseCases.ALL : ClientAbuseCases.ALL;
    return select(abuse, peer, globs);
  }

  private static List<Case> select(List<Case> cases, Side peer, List<String> globs) {
    Pattern wanted =
        Pattern.compile(
            globs.isEmpty()
                ? ".*"
                : globs.stream().map(Cases::regex).collect(Collectors.joining("|")));
    return cases.stream()
        .filter(each -> each.isFor(peer) && wanted.matcher(each.id()).matches())
        .toList();
  }

  private static String regex(String glob) {
    return Stream.of(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
  }
}
