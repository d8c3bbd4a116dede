package dev.laurel.achievement;

import static dev.laurel.testing.Api.as;

import dev.laurel.testing.AchievementJson;
import dev.laurel.testing.Api;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A class with a teacher and a student, and what they do about achievements. */
final class ClassWithAchievements {
  final String id = Fresh.id("c");
  final String teacher = Fresh.id("t");
  final String student = Fresh.id("u");
  final String path = "/api/classes/" + id + "/achievements";

  ClassWithAchievements(String timeZone, String... more) {
    var members = new ArrayList<Map<String, String>>();
    members.add(Api.member(teacher, "instructor"));
    members.addAll(Api.students(student));
    members.addAll(Api.students(more));
    Api.putRoster(teacher, id, timeZone, members).then().statusCode(204);
  }

  /** A definition that is worth 5 points. */
  static Map<String, Object> definition(Object criteria) {
    return AchievementJson.of(Fresh.id("a"), 5, criteria);
  }

  /** Defines an achievement of the class, and returns its id. */
  String define(Map<String, Object> criteria) {
    var definition = definition(criteria);
    post(definition).statusCode(201);
    return (String) definition.get("id");
  }

  ValidatableResponse post(Map<String, Object> definition) {
    return as(teacher, "instructor").body(Api.text(definition)).post(path).then();
  }

  SubmissionJson practice() {
    return SubmissionJson.practice(student).inClass(id);
  }

  ValidatableResponse grant(String user, String achievement, String reason) {
    return as(teacher, "instructor")
        .body(Api.text(Map.of("reason", reason)))
        .put(ofMember(user, achievement))
        .then();
  }

  ValidatableResponse revoke(String user, String achievement, String reason) {
    return as(teacher, "instructor")
        .queryParam("reason", reason)
        .delete(ofMember(user, achievement))
        .then();
  }

  private String ofMember(String user, String achievement) {
    return "/api/classes/" + id + "/members/" + user + "/achievements/" + achievement;
  }

  /** The ids of the achievements that a user has. */
  static List<String> earned(String user) {
    return Api.me(user).getList("achievements.id");
  }
}
