package io.tidewire.conformance;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// permessage-deflate of a [BrokenServer] or a [BrokenClient]. Out of the JDK's zlib.
final class BrokenDeflate {
  private static final String BITS = "[89]|1[0-5]";
  private static final String CLIENT_BITS = "client_max_window_bits";
  private static final Map<String, String> VALUES =
      Map.of(
          "server_no_context_takeover",
          "",
          "client_no_context_takeover",
          "",
          "server_max_window_bits",
          BITS,
          CLIENT_BITS,
          "|" + BITS);

  /// What a client offers.
  static final String OFFER = "permessage-deflate; client_max_window_bits";

  private final Side side;
  private final Set<Fault> faults;

  /// The parameters of what was offered to a server, or answered to a client.
  private final Map<String, String> agreed;

  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final Inflater inflater = new Inflater(true);
  private int sent; // since what is sent may be referred to

  private BrokenDeflate(Side side, Map<String, String> agreed, Set<Fault> faults) {
    this.side = side;
    this.agreed = agreed;
    this.faults = faults;
  }

  /// A server takes the first offer that is in order.
  static Optional<BrokenDeflate> accept(Head request, Set<Fault> faults) {
    return faults.contains(Fault.DECLINES_COMPRESSION)
        ? Optional.empty()
        : request.tokens("Sec-WebSocket-Extensions").stream()
            .flatMap(element -> parameters(element, faults).stream())
            .map(offer -> new BrokenDeflate(Side.SERVER, offer, faults))
            .findFirst();
  }

  /// What a client makes of the answer to [#OFFER]; empty also where it has to refuse.
  static Optional<BrokenDeflate> agree(Head answer, Set<Fault> faults) {
    List<String> elements = answer.tokens("Sec-WebSocket-Extensions");
    return elements.size() == 1
        ? parameters(elements.getFirst(), faults)
            .filter(agreed -> !agreed.getOrDefault(CLIENT_BITS, "15").isEmpty())
            .map(agreed -> new BrokenDeflate(Side.CLIENT, agreed, faults))
        : Optional.empty();
  }

  /// Whether a client offers anything that is not in order.
  static boolean isAnyBad(Head request) {
    return request.tokens("Sec-WebSocket-Extensions").stream()
        .filter(element -> element.startsWith("permessage-deflate"))
        .anyMatch(element -> parameters(element, Set.of()).isEmpty());
  }

  private static Optional<Map<String, String>> parameters(String element, Set<Fault> faults) {
    String[] parts = element.split(";", -1);
    Map<String, String> found = new HashMap<>();
    boolean sound = parts[0].strip().equals("permessage-deflate");
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      String[] pair = part.split("=", 2);
      String value = pair.length > 1 ? pair[1].strip().replace("\"", "") : "";
      boolean known = value.matches(VALUES.getOrDefault(pair[0].strip(), "none"));
      boolean good = known && !found.containsKey(pair[0].strip());
      sound &= good || faults.contains(Fault.ACCEPTS_BAD_OFFERS);
      if (good) {
        found.put(pair[0].strip(), value);
      }
    }
    return sound ? Optional.of(found) : Optional.empty();
  }

  /// The line of the answer.
  String line() {
    StringBuilder line = new StringBuilder("Sec-WebSocket-Extensions: permessage-deflate");
    agreed.forEach((name, value) -> line.append(parameter(name, value)));
    boolean limits = has(Fault.LIMITS_CLIENTS_UNASKED);
    return limits && !agreed.containsKey(CLIENT_BITS)
        ? line.append("; client_max_window_bits=15").toString()
        : line.toString();
  }

  private String parameter(String name, String value) {
    if (name.startsWith("client") && has(Fault.ANSWERS_NOTHING_FOR_CLIENTS)) {
      return "";
    } else if (!name.endsWith("bits")) {
      return "; " + name;
    } else if (name.startsWith("server")) {
      String told = has(Fault.ANSWERS_A_LARGER_WINDOW) ? "15" : value;
      return has(Fault.IGNORES_WINDOW_BITS) ? "" : "; " + name + "=" + told;
    }
    String told = has(Fault.ANSWERS_A_LARGER_CLIENT_WINDOW) ? "15" : value;
    return value.isEmpty() ? "" : "; " + name + "=" + told;
  }

  private boolean has(Fault fault) {
    return faults.contains(fault);
  }

  private static String name(Side side) {
    return side == Side.SERVER ? "server" : "client";
  }

  /// @throws DataFormatException when it cannot be inflated
  byte[] inflate(byte[] payload) throws DataFormatException {
    if (agreed.containsKey(name(side.other()) + "_no_context_takeover")) {
      inflater.reset();
    }
    byte[] all = Arrays.copyOf(payload, payload.length + 4);
    all[all.length - 1] = -1;
    all[all.length - 2] = -1;
    inflater.setInput(all);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = inflater.inflate(buffer); n > 0 || inflater.finished(); ) {
      out.write(buffer, 0, n);
      if (inflater.finished()) {
        int left = has(Fault.ENDS_AT_BFINAL) ? 4 : inflater.getRemaining();
        inflater.reset();
        inflater.setInput(all, all.length - left, left > 4 ? left : 0);
      }
      n = inflater.inflate(buffer);
    }
    return out.toByteArray();
  }

  byte[] deflate(byte[] message) {
    if (agreed.containsKey(name(side) + "_no_context_takeover") && !has(Fault.KEEPS_ITS_CONTEXT)) {
      deflater.reset();
      sent = 0;
    }
    String bits = agreed.getOrDefault(name(side) + "_max_window_bits", "15");
    boolean limited = !bits.equals("15") && !has(Fault.EXCEEDS_ITS_WINDOW);
    int window = 1 << Integer.parseInt(bits);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    do {
      int count = limited ? Math.min(message.length - at, window - sent) : message.length;
      deflater.setInput(message, at, count);
      at += count;
      sent = limited ? (sent + count) % window : 0;
      flush(out, limited && sent == 0 ? Deflater.FULL_FLUSH : Deflater.SYNC_FLUSH);
    } while (at < message.length);
    return message.length == 0 ? new byte[1] : Arrays.copyOf(out.toByteArray(), out.size() - 4);
  }

  private void flush(ByteArrayOutputStream out, int how) {
    byte[] buffer = new byte[8192];
    int count;
    do {
      count = deflater.deflate(buffer, 0, buffer.length, how);
      out.write(buffer, 0, count);
    } while (count == buffer.length);
  }

  void close() {
    deflater.end();
    inflater.end();
  }
}
