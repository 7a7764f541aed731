package io.tidewire.conformance;

import java.util.List;
import java.util.Set;

/// One rule, and how a peer is tried on it. Immutable.
public final class Case {
  private final String id;
  private final String clause;
  private final String title;
  private final Set<Side> peers;
  private final Opening opening;
  private final List<Step> steps;
  private final boolean informational;
  private final boolean probed;
  private final boolean alone;

  Case(Script script) {
    id = script.id();
    clause = script.clause();
    title = script.title();
    peers = script.peers();
    opening = script.opening();
    steps = script.steps();
    informational = script.isInformational();
    probed = script.isProbed();
    alone = script.isAlone();
  }

  /// Such as `framing.text.125`: its family, then from the general to the particular.
  public String id() {
    return id;
  }

  /// What the id begins with, such as `framing`.
  public String family() {
    return id.substring(0, id.indexOf('.'));
  }

  /// Where the rule stands, such as `RFC 6455 §5.2`.
  public String clause() {
    return clause;
  }

  /// The rule or what is tried, in a few words.
  public String title() {
    return title;
  }

  /// Whether peers of this side are tried on it.
  public boolean isFor(Side peer) {
    return peers.contains(peer);
  }

  /// The script in words: what is sent, what is expected, what is tolerated and why.
  public List<String> script() {
    return steps.stream().map(Step::words).toList();
  }

  /// Whether it only tells what it sees.
  public boolean isInformational() {
    return informational;
  }

  /// Whether a server is to be asked afterwards whether it still serves.
  boolean isProbed() {
    return probed;
  }

  /// Whether it runs after the others, and none beside it.
  boolean isAlone() {
    return alone;
  }

  Opening opening() {
    return opening;
  }

  List<Step> steps() {
    return steps;
  }

  @Override
  public String toString() {
    return id;
  }
}
