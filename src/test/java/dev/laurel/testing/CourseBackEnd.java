package dev.laurel.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls one node over HTTP as the back ends of a course do. Methods that expect success throw an
 * {@link AssertionError} with any other answer. Thread-safe.
 */
public final class CourseBackEnd {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final URI node;
  private final String token = TestTokens.of("course-back-end", "grader", "instructor");

  /**
   * @param node the address of the service
   */
  public CourseBackEnd(URI node) {
    this.node = node;
  }

  public URI node() {
    return node;
  }

  /**
   * A mutable submission with full score at the first attempt.
   *
   * @param classId null for none
   */
  public static Map<String, Object> practice(String user, String classId, int points) {
    var submission = new TreeMap<String, Object>();
    submission.put("source", "gradebot");
    submission.put("submission_id", Fresh.id("s"));
    submission.put("user", Map.of("id", user, "username", "name-" + user));
    submission.put("class_id", classId);
    submission.put("kind", "practice");
    submission.put(
        "problem", Map.of("id", Fresh.id("p"), "title", "Array Basics", "points", points));
    submission.put("score", 100);
    submission.put("max_score", 100);
    submission.put("attempt_number", 1);
    return submission;
  }

  /** Posts a valid submission and returns its outcome. */
  public JsonNode submit(Map<String, Object> submission) {
    return successful(post("/api/submissions", submission));
  }

  /** Posts a {@link #practice} and returns its outcome. */
  public JsonNode solve(String user, String classId, int points) {
    return submit(practice(user, classId, points));
  }

  /** Posts a batch and returns the outcomes. */
  public JsonNode submitAll(List<Map<String, Object>> submissions) {
    return successful(post("/api/submissions", submissions));
  }

  /** Appends an event to a user's log and returns its frame. */
  public JsonNode notify(String user, Map<String, ?> frame) {
    return successful(
        post(
            "/api/users/" + URLEncoder.encode(user, StandardCharsets.UTF_8) + "/notifications",
            frame));
  }

  /** Appends a {@code points_update} to a user's log; the points themselves stay. */
  public JsonNode tell(String user, int points) {
    return notify(
        user,
        Map.of(
            "type",
            "points_update",
            "old_points",
            0,
            "new_points",
            points,
            "points_earned",
            points,
            "source",
            "test"));
  }

  /** Makes these users, and no others, the students of a class. */
  public void enrol(String classId, String... students) {
    var members =
        Arrays.stream(students)
            .map(id -> Map.of("id", id, "username", "name-" + id, "role", "student"))
            .toList();
    var roster = Map.of("name", classId, "time_zone", "UTC", "members", members);
    var answer =
        send(
            request("/api/classes/" + classId + "/roster", token)
                .PUT(BodyPublishers.ofString(text(roster))));
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  /**
   * Revokes tokens of a user.
   *
   * @param tokenId the only token to revoke; null for all
   */
  public void revoke(String user, String tokenId) {
    var path = "/api/users/" + user + "/sessions" + (tokenId == null ? "" : "?token_id=" + tokenId);
    var answer = send(request(path, TestTokens.of("operator", "operator")).DELETE());
    if (answer.statusCode() != 204) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  /** Erases a user, as an operator. */
  public void erase(String user) {
    var operator = TestTokens.of("operator", "operator");
    var answer = send(request("/api/users/" + user + "/data", operator).DELETE());
    if (answer.statusCode() != 204) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
  }

  /** Changes the level of a log category for a minute, as an operator. */
  public void setLogLevel(String category, String level) {
    var operator = TestTokens.of("operator", "operator");
    successful(
        send(
            request("/api/operations/log-levels/" + category, operator)
                .PUT(BodyPublishers.ofString(text(Map.of("level", level, "seconds", 60))))));
  }

  public HttpResponse<String> post(String path, Object body) {
    return send(request(path, token).POST(BodyPublishers.ofString(text(body))));
  }

  /** Reads a path as a user. */
  public JsonNode get(String path, String user) {
    return successful(send(request(path, TestTokens.of(user)).GET()));
  }

  /** Moves the user's read cursor and returns the number of unread events. */
  public JsonNode read(String user, long seq) {
    return successful(
        send(
            request("/api/notifications/read", TestTokens.of(user))
                .POST(BodyPublishers.ofString(text(Map.of("seq", seq))))));
  }

  /** The answer to a user, successful or not. */
  public HttpResponse<String> answer(String path, String user) {
    return send(request(path, TestTokens.of(user)).GET());
  }

  /** As {@link #get}, unparsed. */
  public String text(String path, String user) {
    return send(request(path, TestTokens.of(user)).GET()).body();
  }

  private HttpRequest.Builder request(String path, String bearer) {
    return HttpRequest.newBuilder(node.resolve(path))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + bearer)
        .header("Content-Type", "application/json");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode successful(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
