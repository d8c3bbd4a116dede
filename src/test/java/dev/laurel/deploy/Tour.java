package dev.laurel.deploy;

import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestTokens;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls every operation of the service, in a new class with one teacher and one student. */
final class Tour {
  /** In this order: each builds on the ones before. */
  private static final List<String> CHANGES =
      List.of(
          "PUT /api/classes/{id}/roster {roster}",
          "PUT /api/achievements [{achievement}]",
          "PUT /api/achievements/{id} {achievement}",
          "PUT /api/levels []",
          "PUT /api/classes/{id}/levels [{\"name\":\"L\",\"points\":5}]",
          "PUT /api/classes/{id}/achievements [{badge}]",
          "POST /api/classes/{id}/achievements {badge2}",
          "PUT /api/classes/{id}/achievements/{achievement} {badge}",
          "PUT /api/classes/{id}/members/{user}/achievements/{achievement} {\"reason\":\"R\"}",
          "DELETE /api/classes/{id}/members/{user}/achievements/{achievement}?reason=R",
          "POST /api/achievements {medal}",
          "PUT /api/users/{user}/achievements/{achievement} {\"reason\":\"R\"}",
          "DELETE /api/users/{user}/achievements/{achievement}?reason=R",
          "POST /api/seasons {\"class_id\":\"{class}\",\"name\":\"Season\"}",
          "POST /api/submissions {submission}",
          "POST /api/submissions [{submission},{\"source\":1}]",
          "POST /api/users/{id}/notifications {\"type\":\"streak_update\",\"current_streak\":9,\"streak_type\":\"daily\"}",
          "POST /api/notifications/read {\"seq\":2}",
          "PUT /api/leaderboards/global/me/visibility {\"hidden\":false}",
          "PUT /api/leaderboards/classes/{id}/me/visibility {\"hidden\":false}",
          "PUT /api/classes/{id}/board {\"names\":\"top\"}",
          "PUT /api/classes/{id}/board/freeze {}",
          "DELETE /api/classes/{id}/board/freeze",
          "PUT /api/classes/{id}/archive",
          "DELETE /api/classes/{id}/archive",
          "POST /api/ws-tickets",
          "PUT /api/operations/log-levels/{category} {\"level\":\"DEBUG\",\"seconds\":600}",
          "DELETE /api/users/{id}/sessions?token_id=stolen");

  private static final List<String> ENDS =
      List.of(
          "DELETE /api/classes/{id}/achievements/{achievement}",
          "DELETE /api/achievements/{id}",
          "POST /api/seasons/{id}/close",
          "DELETE /api/seasons/{id}",
          "DELETE /api/users/{id}/data");

  private static final List<String> DOCUMENTS = List.of("/q/openapi?format=json", "/q/asyncapi");

  private final String course = Fresh.id("cs");
  private final String student = Fresh.id("student");
  private final String teacher = Fresh.id("teacher");
  private final String submission =
      new JsonObject(CourseBackEnd.practice(student, course, 100)).encode();
  private final String badge = Fresh.id("badge");
  private final String medal = Fresh.id("medal");
  private String season;

  /** The operations that change something, as the OpenAPI document writes them. */
  static Set<String> changes() {
    return Stream.concat(CHANGES.stream(), ENDS.stream())
        .map(change -> change.split(" "))
        .map(words -> words[0] + " " + words[1].replaceFirst("\\?.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The operations in the OpenAPI document of a node.
   *
   * @param reading whether to return those that only read, or the others
   */
  static Set<String> described(URI node, boolean reading) {
    var operations = new TreeSet<String>();
    var document = Answer.to(node, "GET", DOCUMENTS.get(0), "", null).body();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        verb -> {
                          if (verb.equals("get") == reading) {
                            operations.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  /** The answers to all changes, each sent first with an invalid body. */
  Map<String, Answer> change(URI node) {
    return changed(node, CHANGES);
  }

  /** The answers to the final changes: closing the season, erasing the student. */
  Map<String, Answer> end(URI node) {
    return changed(node, ENDS);
  }

  private Map<String, Answer> changed(URI node, List<String> changes) {
    var answers = new TreeMap<String, Answer>();
    for (var change : changes) {
      var words = change.split(" ", 3);
      var token = token(words[1].contains("/me") || words[1].contains("/read"));
      if (words.length == 3) {
        answers.put(change + ", wrong", Answer.to(node, words[0], pathOf(words[1]), token, "[1]"));
      }
      var body = words.length == 3 ? filled(words[2]) : null;
      var answer = Answer.to(node, words[0], pathOf(words[1]), token, body);
      if (words[1].equals("/api/seasons")) {
        season = answer.body().path("id").asText();
      }
      answers.put(change, answer);
    }
    return answers;
  }

  /** The answers to all operations that read, as the student and as the teacher. */
  Map<String, Answer> read(URI node) {
    var answers = new TreeMap<String, Answer>();
    Stream.concat(described(node, true).stream(), DOCUMENTS.stream().map(path -> "GET " + path))
        .forEach(
            operation -> {
              var path = pathOf(operation.split(" ")[1]);
              for (boolean own : List.of(true, false)) {
                answers.put(
                    operation + (own ? " by the student" : " by the teacher"),
                    Answer.to(node, "GET", path, token(own), null));
              }
            });
    return answers;
  }

  private String token(boolean asStudent) {
    return asStudent
        ? TestTokens.of(student)
        : TestTokens.of(teacher, "grader", "instructor", "operator");
  }

  private String pathOf(String path) {
    return path.replace("classes/{id}", "classes/" + course)
        .replace("users/{id}", "users/" + student)
        .replace("seasons/{id}", "seasons/" + season)
        .replace("{user}", student)
        .replace("{achievement}", badge)
        .replace("api/achievements/{id}", "api/achievements/" + medal)
        .replace("{category}", "laurel.tour");
  }

  private String filled(String body) {
    return body.replace("{class}", course)
        .replace("{submission}", submission)
        .replace(
            "{roster}",
            """
            {"name":"CS","time_zone":"Europe/London","members":[{"id":"%s","username":"t","role":"instructor"},\
            {"id":"%s","username":"s","role":"student"}]}"""
                .formatted(teacher, student))
        .replace("{achievement}", achievement(medal))
        .replace("{badge}", achievement(badge))
        .replace("{badge2}", achievement(badge + "-2"))
        .replace("{medal}", achievement(medal + "-2"));
  }

  private static String achievement(String id) {
    return """
        {"id":"%s","name":"A","description":"D","badge_type":"b","rarity":"common","points":0,\
        "criteria":{"type":"points","threshold":1000000000},"active":false}"""
        .formatted(id);
  }
}
