package dev.laurel.authority;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.text;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.laurel.testing.Api;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.Json;
import dev.laurel.testing.SubmissionJson;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A class whose numbers come from elsewhere at times, with students. */
final class MovingClass {
  final String id = Fresh.id("c");
  final String teacher = Fresh.id("teacher");
  final List<String> students = new ArrayList<>();

  MovingClass(int size) {
    var members = new ArrayList<>(List.of(member(teacher, "instructor")));
    for (int i = 0; i < size; i++) {
      students.add(Fresh.id("s"));
      members.add(member(students.get(i), "student"));
    }
    putRoster(teacher, id, "UTC", members).then().statusCode(204);
  }

  String student() {
    return students.get(0);
  }

  SubmissionJson practice() {
    return SubmissionJson.practice(student()).inClass(id);
  }

  ValidatableResponse put(String mode) {
    return as(teacher, "instructor")
        .body(text(Map.of("mode", mode)))
        .put("/api/classes/{id}/authority", id)
        .then();
  }

  /** Changes whose numbers count, and waits until they do for all. */
  void change(String mode) {
    put(mode).statusCode(200);
    awaitChanged(mode);
  }

  void awaitChanged(String mode) {
    await()
        .untilAsserted(
            () ->
                as(teacher, "instructor")
                    .get("/api/classes/{id}/authority", id)
                    .then()
                    .body("mode", equalTo(mode))
                    .body("changing", equalTo(false)));
  }

  ValidatableResponse report(Object body) {
    return as("django", "grader").body(text(body)).put("/api/classes/{id}/standings", id).then();
  }

  Json board() {
    return Api.classBoard(id, student());
  }

  JsonPath memberView(String user) {
    return as(teacher, "instructor")
        .get("/api/classes/{id}/members/{user}", id, user)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
