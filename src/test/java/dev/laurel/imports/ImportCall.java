package dev.laurel.imports;

import dev.laurel.testing.Api;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestTokens;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A call of the routes of an import.
 *
 * @param options of the query
 * @param credentials a token or key
 */
record ImportCall(String id, String options, String credentials) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static ImportCall of(String id) {
    return new ImportCall(id, "", TestTokens.of("operator", "operator"));
  }

  ImportCall with(String option) {
    return new ImportCall(id, options + "&" + option, credentials);
  }

  ImportCall as(String token) {
    return new ImportCall(id, options, token);
  }

  /** Posts the lines of an import, and returns the answer. */
  JsonPath post(Object... items) {
    return json(postText(lines(items)));
  }

  HttpResponse<String> postText(String body) {
    return send("POST", "application/x-ndjson", BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(String method, String contentType, BodyPublisher body) {
    var path = method.equals("POST") ? "/api/imports?id=" + id + options : "/api/imports/" + id;
    try {
      return HTTP.send(
          HttpRequest.newBuilder(
                  URI.create(ConfigProvider.getConfig().getValue("test.url", String.class))
                      .resolve(path))
              .timeout(Duration.ofSeconds(60))
              .header("Authorization", "Bearer " + credentials)
              .header("Content-Type", contentType)
              .method(method, body)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The state of the import. */
  JsonPath get() {
    return json(send("GET", "application/json", BodyPublishers.noBody()));
  }

  /** Undoes the import. */
  HttpResponse<String> delete() {
    return send("DELETE", "application/json", BodyPublishers.noBody());
  }

  static JsonPath json(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return JsonPath.from(answer.body());
  }

  static String lines(Object... items) {
    return Arrays.stream(items).map(Api::text).collect(Collectors.joining("\n", "", "\n"));
  }

  static Map<String, Object> user(String id) {
    return Map.of("type", "user", "id", id, "username", "name-" + id);
  }

  static Map<String, Object> aClass(String id, List<?> members) {
    return Map.of(
        "type", "class", "id", id, "name", "Class", "time_zone", "UTC", "members", members);
  }

  static Map<String, Object> result(SubmissionJson result) {
    var item = new LinkedHashMap<String, Object>(Map.of("type", "result"));
    item.putAll(result.fields());
    return item;
  }

  static Map<String, Object> award(String user, String achievement, Instant earnedAt) {
    return Map.of(
        "type",
        "achievement",
        "user_id",
        user,
        "achievement_id",
        achievement,
        "earned_at",
        earnedAt.toString());
  }

  static Map<String, Object> balance(
      String user, String classId, double points, int completions, int streak, LocalDate lastDay) {
    return Map.of(
        "type",
        "balance",
        "user",
        Map.of("id", user, "username", "name-" + user),
        "class_id",
        classId,
        "points",
        points,
        "completions",
        completions,
        "streak",
        Map.of("current", streak, "last_day", lastDay.toString(), "longest", streak + 4));
  }

  static Map<String, Object> adjustment(String id, String user, int points) {
    return Map.of(
        "type",
        "adjustment",
        "source",
        "desk",
        "id",
        id,
        "user_id",
        user,
        "points",
        points,
        "reason",
        "Carried over");
  }
}
