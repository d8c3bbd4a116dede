package dev.laurel.privacy;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;

import dev.laurel.testing.Api;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A student with rows in every table: Ada, in a class with Bob, with a closed and an open season.
 * {@link #freeze} freezes the board of the class.
 */
final class SampleStudent {
  final String ada = Fresh.id("ada");
  final String bob = Fresh.id("bob");
  final String teacher = Fresh.id("teacher");
  final String course = Fresh.id("cs");

  /** A submission of Ada that was never regraded. */
  final SubmissionJson submission =
      SubmissionJson.practice(ada).inClass(course).score(100).with("attempt_number", 1);

  final String over;
  final String open;

  SampleStudent() {
    putRoster(
            teacher,
            course,
            "UTC",
            List.of(member(teacher, "instructor"), member(ada, "student"), member(bob, "student")))
        .then()
        .statusCode(204);
    leaveAnotherClass();
    as(teacher, "instructor")
        .body("{}")
        .put("/api/classes/{id}/members/{user}/excuses/2026-03-02", course, ada)
        .then()
        .statusCode(204);
    over = season();
    solve();
    close(over);
    open = season();
    solve();
    submit(submission).statusCode(201);
    var regraded = SubmissionJson.practice(ada).inClass(course);
    submit(regraded).statusCode(201);
    submit(regraded.regraded(2, 90)).statusCode(201);
    as("back-end", "grader")
        .body(
            """
            {"type":"streak_update","current_streak":9,"streak_type":"daily","idempotency_key":"%s"}"""
                .formatted(Fresh.id("key")))
        .post("/api/users/{id}/notifications", ada)
        .then()
        .statusCode(201);
    as(ada).body("{\"seq\":2}").post("/api/notifications/read").then().statusCode(200);
    hide("classes/" + course);
    hide("global");
    appeal();
    as(teacher, "instructor")
        .queryParam("token_id", Fresh.id("stolen"))
        .delete("/api/users/{id}/sessions", ada)
        .then()
        .statusCode(204);
  }

  /** A student whose closed season's standings are deleted already, so that rows stay the same. */
  static SampleStudent afterCleanUp(StoredData stored) {
    var student = new SampleStudent();
    await()
        .until(() -> !stored.rows(student.bob).get("standing").toString().contains(student.over));
    return student;
  }

  private void leaveAnotherClass() {
    var other = Fresh.id("c");
    for (var student : List.of(ada, bob)) {
      putRoster(
              teacher,
              other,
              "UTC",
              List.of(member(teacher, "instructor"), member(student, "student")))
          .then()
          .statusCode(204);
      as(student)
          .body("{\"hidden\":false}")
          .put("/api/leaderboards/classes/{id}/me/visibility", other)
          .then()
          .statusCode(200);
    }
  }

  private void solve() {
    submit(SubmissionJson.practice(ada).inClass(course).score(100)).statusCode(201);
    submit(SubmissionJson.practice(bob).inClass(course).score(50)).statusCode(201);
    moveIn();
  }

  private void moveIn() {
    var results =
        Stream.of(ada, bob)
            .map(user -> SubmissionJson.practice(user).inClass(course).score(0))
            .map(result -> result.with("type", "result"))
            .toList();
    as("operator", "operator")
        .body(Api.text(results))
        .post("/api/imports?id=" + Fresh.id("term"))
        .then()
        .statusCode(200);
  }

  private void appeal() {
    var ledger = as(ada).queryParam("class_id", course).get("/api/me/ledger").jsonPath();
    as(ada)
        .body(Map.of("entry_id", ledger.getInt("items[0].id"), "text", "I am " + ada))
        .post("/api/me/appeals")
        .then()
        .statusCode(201);
  }

  private void hide(String board) {
    as(ada)
        .body("{\"hidden\":true}")
        .put("/api/leaderboards/" + board + "/me/visibility")
        .then()
        .statusCode(200);
  }

  private String season() {
    return as(teacher, "instructor")
        .body(Api.text(Map.of("class_id", course, "name", "Season")))
        .post("/api/seasons")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private void close(String season) {
    as(teacher, "instructor").post("/api/seasons/{id}/close", season).then().statusCode(200);
  }

  void freeze() {
    as(teacher, "instructor")
        .body("{}")
        .put("/api/classes/{id}/board/freeze", course)
        .then()
        .statusCode(200);
  }
}
