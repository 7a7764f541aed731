package io.tidewire.e2e;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A script in `e2e/node` at work. It is told what to do, and tells what happens, in lines of JSON.
/// Each line has an `id`, which says what it is about.
final class NodeProcess implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, Events<JsonNode>> inboxes = new ConcurrentHashMap<>();
  private final Process process;
  private final BufferedWriter input;

  /// @param script the file's name; what it prints on stderr is in `target/` under this name
  NodeProcess(String script) throws IOException {
    process =
        new ProcessBuilder(Tool.NODE.command(), Checkout.nodeScripts().resolve(script).toString())
            .redirectError(Checkout.TARGET.resolve(script + ".log").toFile())
            .start();
    input = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::read);
  }

  /// What comes for this id.
  Events<JsonNode> inbox(String id) {
    return inboxes.computeIfAbsent(id, _ -> new Events<>());
  }

  /// Tells the script to do something.
  ///
  /// @param namesAndValues of the command's fields, in turn
  void tell(String id, String command, Object... namesAndValues) {
    Map<String, Object> line = new HashMap<>();
    line.put("id", id);
    line.put("do", command);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      line.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    write(JSON.writeValueAsString(line));
  }

  /// Ends the script by the end of its input, or else by force.
  @Override
  public void close() throws IOException {
    try {
      input.close();
      long seconds = Events.PATIENCE.toSeconds();
      process.onExit().completeOnTimeout(process, seconds, TimeUnit.SECONDS).join();
    } finally {
      process.destroyForcibly();
    }
  }

  private synchronized void write(String line) {
    try {
      input.write(line);
      input.newLine();
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the script has ended; see its log in target/", e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode message = JSON.readTree(line);
        inbox(message.get("id").asString()).add(message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
