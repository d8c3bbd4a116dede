package dev.laurel.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * A node's answer to a request.
 *
 * @param body a missing node unless the answer is JSON
 */
record Answer(int status, String type, JsonNode body) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /**
   * Sends a request and waits for the answer.
   *
   * @param body JSON; null for none
   */
  static Answer to(URI node, String method, String path, String token, String body) {
    var request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      var answer = HTTP.send(request, BodyHandlers.ofString());
      var type = answer.headers().firstValue("Content-Type").orElse("");
      return new Answer(
          answer.statusCode(),
          type,
          type.contains("json") ? parse(answer.body()) : MissingNode.getInstance());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * The answer as text, members sorted, ids, times and tickets masked, so that answers about
   * different classes compare equal. Leaves out audit entries of exports: each export adds one, so
   * the second of two nodes would show one more.
   */
  String comparable() {
    var copy = body.deepCopy();
    for (var entries : List.of(copy.path("items"), copy.path("audit"))) {
      if (entries instanceof ArrayNode array) {
        for (int i = array.size() - 1; i >= 0; i--) {
          if (array.get(i).path("action").asText().equals("user_exported")) {
            array.remove(i);
          }
        }
      }
    }
    return status + " " + type + " " + text(copy);
  }

  private static String text(JsonNode body) {
    try {
      return JSON.writeValueAsString(JSON.convertValue(body, Object.class))
          .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){1,3}(-[0-9a-f]{12})?", "#")
          .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+", "T")
          .replaceAll("(\"ticket\":\")[^\"]+", "$1");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses JSON; anything else fails the test. */
  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
