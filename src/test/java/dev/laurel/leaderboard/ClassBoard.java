package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A class of its own with a teacher, its board as each of its members sees it, and seasons. */
public final class ClassBoard {
  private static final String SETTINGS = "/api/classes/{id}/board";

  private final String id = Fresh.id("cs");
  private final String teacher = Fresh.id("teacher");
  private final URI node;
  private final CourseBackEnd backEnd;

  public ClassBoard(URI node) {
    this.node = node;
    this.backEnd = new CourseBackEnd(node);
  }

  public String id() {
    return id;
  }

  public String teacher() {
    return teacher;
  }

  /** Has these students, and no others, in the class. */
  public void enrol(String... students) {
    enrol(Arrays.stream(students).map(student -> member(student, "student")).toList());
  }

  /** Has these members, and no others, in the class, beside the teacher. */
  public void enrol(List<Map<String, String>> members) {
    var roster = Stream.concat(Stream.of(member(teacher, "instructor")), members.stream());
    putRoster(teacher, id, "UTC", roster.toList()).then().statusCode(204);
  }

  public void solve(String user, int points) {
    backEnd.solve(user, id, points);
  }

  public String path() {
    return "/api/leaderboards/classes/" + id;
  }

  public JsonNode page(String user) {
    return backEnd.get(path(), user);
  }

  public JsonNode page(String user, int page, int size) {
    return backEnd.get(path() + "?page=%d&page_size=%d".formatted(page, size), user);
  }

  public JsonNode rank(String user) {
    return backEnd.get(path() + "/me", user);
  }

  public RequestSpecification asTeacher() {
    return as(teacher, "instructor");
  }

  /** Chooses whose names students see: everyone's, the top ones or, if anonymous, their own. */
  public void showNames(String names) {
    change(asTeacher().body("{\"names\":\"%s\"}".formatted(names)).put(SETTINGS, id));
  }

  public void freeze() {
    change(asTeacher().body("{}").put(SETTINGS + "/freeze", id));
  }

  public void thaw() {
    change(asTeacher().delete(SETTINGS + "/freeze", id));
  }

  /** Starts a season of the class; returns its id. */
  public String startSeason(Map<String, ?> settings) {
    var ofClass = new HashMap<String, Object>(settings);
    ofClass.put("class_id", id);
    return startGlobalSeason(ofClass);
  }

  /** Starts a season of everybody; returns its id. */
  public String startGlobalSeason(Map<String, ?> settings) {
    // A name of its own: a season that is like an open one is not started again.
    var body = new HashMap<String, Object>(Map.of("name", Fresh.id("Season")));
    settings.forEach(
        (name, value) -> body.put(name, value instanceof Instant ? value.toString() : value));
    return asTeacher()
        .body(Api.text(body))
        .post("/api/seasons")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  public void closeSeason(String season) {
    change(asTeacher().post("/api/seasons/{id}/close", season));
  }

  private static void change(Response response) {
    response.then().statusCode(200);
  }

  /** A socket that shows the first page of the board. */
  public SocketClient follow(String user) {
    var socket = SocketClient.open(node, "/ws/leaderboard", TestTokens.of(user));
    ask(socket, "request_leaderboard");
    socket.await("leaderboard_data");
    return socket;
  }

  /** Sends a request about the board. */
  public void ask(SocketClient socket, String type) {
    socket.send(
        "{\"type\":\"%s\",\"leaderboard_type\":\"class\",\"class_id\":\"%s\"}".formatted(type, id));
  }

  public boolean isOfClass(JsonNode frame) {
    return frame.path("class_id").asText().equals(id);
  }

  public boolean isUpdate(JsonNode frame) {
    return isOfClass(frame) && frame.get("type").asText().equals("leaderboard_update");
  }
}
