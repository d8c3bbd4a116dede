package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A class of its own with a teacher, and its board as each of its members sees it. */
public final class ClassBoard {
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
