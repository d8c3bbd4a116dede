package dev.laurel.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;

/** Calls the REST interface of the application under test. */
public final class Api {
  /** Escapes all but ASCII, since a lone surrogate cannot be sent otherwise. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private Api() {}

  /** The answer to a concurrent request. */
  public record Answer(int status, String body) {
    /** The members of the JSON object that is the body. */
    public Map<String, Object> json() {
      return parse(body);
    }
  }

  /** Prepares a request of a user with the given roles. */
  public static RequestSpecification as(String user, String... roles) {
    return given().auth().oauth2(TestTokens.of(user, roles)).contentType(ContentType.JSON);
  }

  /** Posts a submission, or a list of them, as a grader. */
  public static ValidatableResponse submit(Object body) {
    return as("autograder", "grader").body(text(body)).post("/api/submissions").then();
  }

  /** Posts a valid submission and returns its outcome. */
  public static Json accept(SubmissionJson submission) {
    return Json.of(submit(submission).statusCode(201).extract().asString());
  }

  /** The user's whole log. */
  public static List<Map<String, Object>> frames(String user) {
    return frames(user, 0);
  }

  /** The user's events after a cursor. */
  public static List<Map<String, Object>> frames(String user, long since) {
    return items(
        as(user)
            .queryParam("since", since)
            .queryParam("limit", 500)
            .get("/api/notifications")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  /** The frames in an answer of {@code GET /api/notifications}. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> items(String answer) {
    return (List<Map<String, Object>>) parse(answer).get("items");
  }

  /** The members of a JSON object. Much faster than a JSON path, which is compiled each time. */
  public static Map<String, Object> parse(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer of {@code GET /api/me}. */
  public static Json me(String user) {
    return Json.of(as(user).get("/api/me").then().statusCode(200).extract().asString());
  }

  /** The board of a class, as one of its members sees it. */
  public static Json classBoard(String classId, String member) {
    return Json.of(
        as(member)
            .queryParam("page_size", 100)
            .get("/api/leaderboards/classes/{id}", classId)
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  /** Replaces the roster of a class, as an instructor. */
  public static Response putRoster(
      String instructor, String classId, String timeZone, List<?> members) {
    return as(instructor, "instructor")
        .body(text(Map.of("name", "CS 101", "time_zone", timeZone, "members", members)))
        .put("/api/classes/{id}/roster", classId);
  }

  /** A member of a roster. */
  public static Map<String, String> member(String id, String role) {
    return Map.of("id", id, "username", "name-" + id, "role", role);
  }

  /** Students, as members of a roster. */
  public static List<Map<String, String>> students(String... ids) {
    return Arrays.stream(ids).map(id -> member(id, "student")).toList();
  }

  /** Posts as a grader, without waiting for the answer. */
  public static CompletableFuture<Answer> postAsync(String path, Object body) {
    return sendAsync("POST", path, "autograder", text(body), "grader");
  }

  /** Sends a request, without waiting for the answer. */
  public static CompletableFuture<Answer> sendAsync(
      String method, String path, String user, String body, String... roles) {
    var request =
        HttpRequest.newBuilder(address().resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + TestTokens.of(user, roles))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return HTTP.sendAsync(request, BodyHandlers.ofString()).thenApply(Api::answer);
  }

  private static URI address() {
    return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class));
  }

  /** Waits for the answers to requests, in their order. */
  public static List<Answer> join(List<CompletableFuture<Answer>> requests) {
    return requests.stream().map(CompletableFuture::join).toList();
  }

  /** A body as JSON text; strings are used unchanged. */
  public static String text(Object body) {
    if (body instanceof String text) {
      return text;
    }
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.body());
  }
}
