package io.tidewire.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The least client of our extension of SockJS: it polls, and does again what fails.
final class PollingClient {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final URI session;
  // the receiving thread's
  private boolean open;
  private int had;
  // the sending thread's
  private int sent;

  PollingClient(HttpClient http, URI session) {
    this.http = http;
    this.session = session;
  }

  /// Sends a message, as often as it takes.
  void send(String text) throws Exception {
    String body = JSON.writeValueAsString(List.of(text));
    while (status(body) != 204) {
      // again
    }
    sent++;
  }

  private int status(String body) throws Exception {
    try {
      return post("/xhr_send?tidewire=1&from=" + sent, body).statusCode();
    } catch (IOException cut) {
      return 0; // perhaps taken, perhaps not
    }
  }

  /// Receives until this many messages have come in all.
  List<String> receive(int count) throws Exception {
    List<String> messages = new ArrayList<>();
    while (had < count) {
      poll().ifPresent(response -> take(response, messages));
    }
    return messages;
  }

  private Optional<HttpResponse<String>> poll() throws Exception {
    try {
      return Optional.of(post("/xhr?tidewire=1" + (open ? "&after=" + had : ""), ""));
    } catch (IOException cut) {
      return Optional.empty(); // perhaps it had messages: they come again
    }
  }

  private void take(HttpResponse<String> response, List<String> messages) {
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    open = true;
    String frame = response.body();
    if (frame.startsWith("c")) {
      throw new AssertionError("closed: " + frame);
    }
    if (frame.startsWith("a")) {
      for (JsonNode message : JSON.readTree(frame.substring(1))) {
        messages.add(message.asString());
        had++;
      }
    }
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(session + path))
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
