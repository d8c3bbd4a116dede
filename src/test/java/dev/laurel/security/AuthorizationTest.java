package dev.laurel.security;

import static dev.laurel.security.AuthorizationTest.Who.ASSISTANT;
import static dev.laurel.security.AuthorizationTest.Who.GRADER;
import static dev.laurel.security.AuthorizationTest.Who.INSTRUCTOR;
import static dev.laurel.security.AuthorizationTest.Who.NOBODY;
import static dev.laurel.security.AuthorizationTest.Who.OPERATOR;
import static dev.laurel.security.AuthorizationTest.Who.OTHER_INSTRUCTOR;
import static dev.laurel.security.AuthorizationTest.Who.OTHER_STUDENT;
import static dev.laurel.security.AuthorizationTest.Who.REGISTRAR;
import static dev.laurel.security.AuthorizationTest.Who.STUDENT;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.laurel.testing.AchievementJson;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries every operation of the OpenAPI document with every kind of caller. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AuthorizationTest {
  private static final Set<String> VERBS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH");

  /** The kinds of callers, seen from the class that a request is about. */
  enum Who {
    NOBODY,
    STUDENT,
    OTHER_STUDENT,
    INSTRUCTOR(Roles.INSTRUCTOR),
    OTHER_INSTRUCTOR(Roles.INSTRUCTOR),
    GRADER(Roles.GRADER),
    ASSISTANT,
    REGISTRAR(Roles.REGISTRAR),
    OPERATOR(Roles.OPERATOR);

    private final String[] roles;

    Who(String... roles) {
      this.roles = roles;
    }
  }

  /**
   * A row of the table.
   *
   * @param body JSON, with names of things in braces; null for none
   * @param refusal the status for authenticated callers who are not allowed
   */
  private record Rule(String body, int refusal, Set<Who> allowed) {}

  private static final Set<Who> EVERYBODY = EnumSet.complementOf(EnumSet.of(NOBODY));
  private static final Set<Who> IMPORTERS = EnumSet.of(OPERATOR, GRADER, REGISTRAR);
  private static final Set<Who> STAFF = EnumSet.of(INSTRUCTOR, ASSISTANT);
  private static final Set<Who> CORRECTORS = EnumSet.of(GRADER, INSTRUCTOR);
  private static final Set<Who> MEMBERS = EnumSet.of(STUDENT, INSTRUCTOR, ASSISTANT);

  private static final String REASON = "{\"reason\":\"R\"}";

  private static final Map<String, Rule> TABLE = new TreeMap<>();

  static {
    all("GET /api/notifications", null);
    all("GET /api/notifications/unread-count", null);
    all("POST /api/notifications/read", "{\"seq\":0}");
    all("GET /api/me", null);
    all("GET /api/me/data", null);
    all("GET /api/me/ledger", null);
    all("GET /api/me/appeals", null);
    all("DELETE /api/me/appeals/{appeal}", null);
    TABLE.put("POST /api/me/appeals", new Rule("{appeal}", 400, Set.of(STUDENT)));
    only(STAFF, "GET /api/classes/{class}/appeals", null);
    only(
        Set.of(INSTRUCTOR),
        "PUT /api/classes/{class}/appeals/{appeal}/answer",
        "{\"decision\":\"declined\",\"text\":\"T\"}");
    all("GET /api/achievements", null);
    all("GET /api/achievements/progress", null);
    all("GET /api/me/achievements", null);
    all("GET /api/levels", null);
    only(Set.of(OPERATOR), "PUT /api/levels", "[]");
    only(MEMBERS, "GET /api/classes/{class}/levels", null);
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/levels", "[]");
    all("POST /api/ws-tickets", null);
    all("GET /api/leaderboards/global", null);
    all("GET /api/leaderboards/global/me", null);
    all("PUT /api/leaderboards/global/me/visibility", "{\"hidden\":false}");
    all("GET /api/seasons", null);
    all("GET /api/classes", null);

    only(MEMBERS, "GET /api/leaderboards/classes/{class}", null);
    only(MEMBERS, "GET /api/leaderboards/classes/{class}/me", null);
    only(MEMBERS, "GET /api/leaderboards/classes/{class}/distribution", null);
    hidden(MEMBERS, "GET /api/leaderboards/seasons/{season}/distribution", null);
    only(MEMBERS, "GET /api/leaderboards/classes/{class}/sections/{section}", null);
    only(MEMBERS, "GET /api/leaderboards/classes/{class}/sections/{section}/me", null);
    only(MEMBERS, "GET /api/leaderboards/classes/{class}/sections/{section}/distribution", null);
    only(MEMBERS, "GET /api/leaderboards/classes/{class}/teams", null);
    only(MEMBERS, "PUT /api/leaderboards/classes/{class}/me/visibility", "{\"hidden\":false}");
    hidden(MEMBERS, "GET /api/leaderboards/seasons/{season}", null);
    hidden(MEMBERS, "GET /api/leaderboards/seasons/{season}/me", null);

    only(STAFF, "GET /api/classes/{class}/board", null);
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/board", "{\"names\":\"everyone\"}");
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/board/freeze", "{}");
    only(Set.of(INSTRUCTOR), "DELETE /api/classes/{class}/board/freeze", null);
    only(EnumSet.of(INSTRUCTOR, ASSISTANT, REGISTRAR), "GET /api/classes/{class}/roster", null);
    only(Set.of(INSTRUCTOR, REGISTRAR), "PUT /api/classes/{class}/roster", "{roster}");
    only(Set.of(INSTRUCTOR, REGISTRAR), "PATCH /api/classes/{class}/roster", "{}");
    only(STAFF, "GET /api/classes/{class}/gradebook", null);
    only(
        EnumSet.of(INSTRUCTOR, GRADER, OPERATOR),
        "GET /api/classes/{shadowed}/reconciliation",
        null);
    only(STAFF, "GET /api/classes/{class}/members/{student}", null);
    only(STAFF, "GET /api/classes/{class}/rules", null);
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/rules", "{}");
    only(EnumSet.of(INSTRUCTOR, ASSISTANT, OPERATOR), "GET /api/classes/{class}/authority", null);
    only(
        Set.of(INSTRUCTOR, OPERATOR), "PUT /api/classes/{class}/authority", "{\"mode\":\"owner\"}");
    only(Set.of(GRADER, OPERATOR), "PUT /api/classes/{class}/standings", "[]");
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/archive", null);
    only(Set.of(INSTRUCTOR), "DELETE /api/classes/{class}/archive", null);
    only(MEMBERS, "GET /api/classes/{class}/calendar", null);
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/calendar", "{}");
    only(STAFF, "GET /api/classes/{class}/members/{student}/excuses", null);
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/members/{student}/excuses/{first}", "{}");
    only(Set.of(INSTRUCTOR), "DELETE /api/classes/{class}/members/{student}/excuses/{first}", null);
    only(Set.of(INSTRUCTOR), "POST /api/seasons", "{\"class_id\":\"{class}\",\"name\":\"S\"}");
    only(Set.of(INSTRUCTOR, OPERATOR), "POST /api/seasons/{season}/close", null);
    only(Set.of(INSTRUCTOR, OPERATOR), "POST /api/seasons/{season}/recount", null);
    only(Set.of(INSTRUCTOR, OPERATOR), "DELETE /api/seasons/{season}", null);

    only(Set.of(OPERATOR), "PUT /api/achievements", "[{achievement}]");
    only(Set.of(OPERATOR), "POST /api/achievements", "{achievement}");
    only(Set.of(OPERATOR), "PUT /api/achievements/{medal}", "{medal}");
    only(Set.of(OPERATOR), "DELETE /api/achievements/{medal}", null);
    only(Set.of(OPERATOR), "PUT /api/users/{student}/achievements/{medal}", REASON);
    only(Set.of(OPERATOR), "DELETE /api/users/{student}/achievements/{granted}?reason=R", null);
    only(MEMBERS, "GET /api/classes/{class}/achievements", null);
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/achievements", "[{achievement}]");
    only(Set.of(INSTRUCTOR), "POST /api/classes/{class}/achievements", "{achievement}");
    only(Set.of(INSTRUCTOR), "PUT /api/classes/{class}/achievements/{badge}", "{badge}");
    only(Set.of(INSTRUCTOR), "DELETE /api/classes/{class}/achievements/{badge}", null);
    only(
        Set.of(INSTRUCTOR),
        "PUT /api/classes/{class}/members/{student}/achievements/{badge}",
        REASON);
    only(
        Set.of(INSTRUCTOR),
        "DELETE /api/classes/{class}/members/{student}/achievements/{granted}?reason=R",
        null);
    only(Set.of(INSTRUCTOR, OPERATOR), "DELETE /api/users/{student}/sessions", null);

    only(Set.of(GRADER), "POST /api/submissions", "{submission}");
    only(CORRECTORS, "POST /api/submissions/{source}/{result}/withdrawal", null);
    only(CORRECTORS, "POST /api/releases", "{\"class_id\":\"{class}\",\"problem_id\":\"p\"}");
    only(CORRECTORS, "POST /api/adjustments", "{adjustment}");
    only(CORRECTORS, "DELETE /api/adjustments/{source}/{adjusted}", null);
    only(STAFF, "GET /api/classes/{class}/members/{user}/ledger", null);
    only(
        Set.of(GRADER),
        "POST /api/users/{user}/notifications",
        "{\"type\":\"streak_update\",\"current_streak\":1,\"streak_type\":\"daily\"}");

    only(
        Set.of(GRADER),
        "POST /api/notifications",
        "{\"class_id\":\"{class}\",\"idempotency_key\":\"k\","
            + "\"frame\":{\"type\":\"announcement\",\"title\":\"T\",\"text\":\"T\"}}");

    only(Set.of(OPERATOR), "GET /api/keys", null);
    only(Set.of(OPERATOR), "POST /api/keys", "{\"name\":\"K\",\"roles\":[\"grader\"]}");
    only(Set.of(OPERATOR), "POST /api/keys/{key}/rotation", "{}");
    only(Set.of(OPERATOR), "DELETE /api/keys/{key}", null);

    only(IMPORTERS, "GET /api/imports", null);
    only(IMPORTERS, "POST /api/imports?id={import}", "[]");
    only(IMPORTERS, "GET /api/imports/{import}", null);
    only(IMPORTERS, "DELETE /api/imports/{import}", null);

    only(Set.of(OPERATOR), "GET /api/audit", null);
    only(Set.of(OPERATOR), "GET /api/operations/log-levels", null);
    only(
        Set.of(OPERATOR),
        "PUT /api/operations/log-levels/{category}",
        "{\"level\":\"INFO\",\"seconds\":1}");
    only(Set.of(OPERATOR), "GET /api/users/{user}/data", null);
    only(Set.of(OPERATOR), "DELETE /api/users/{user}/data", null);
  }

  private static void all(String operation, String body) {
    TABLE.put(operation, new Rule(body, 0, EVERYBODY));
  }

  private static void only(Set<Who> allowed, String operation, String body) {
    TABLE.put(operation, new Rule(body, 403, allowed));
  }

  /** As {@link #only}, but others get 404. */
  private static void hidden(Set<Who> allowed, String operation, String body) {
    TABLE.put(operation, new Rule(body, 404, allowed));
  }

  @Inject DataSource database;

  private final Map<Who, String> users = new TreeMap<>();
  private final String course = Fresh.id("cs");
  private final String subject = Fresh.id("subject");
  private final String adjusted = Fresh.id("a");
  private final String term = Fresh.id("term");
  private String season;
  private String result;
  private String appeal;
  private int entry;
  private String key;

  /** Achievements of the class: one that the student does not have, and one that was granted. */
  private String badge;

  private String granted;

  /** An achievement of everybody. */
  private String medal;

  @BeforeEach
  void twoClasses() {
    for (var who : Who.values()) {
      users.put(who, Fresh.id(who.name().toLowerCase(Locale.ROOT)));
    }
    enrol(course, INSTRUCTOR, STUDENT);
    enrol(Fresh.id("other"), OTHER_INSTRUCTOR, OTHER_STUDENT);
    season = openSeason();
    defineAchievements();
    giveResults();
    key = makeKey();
    as(OPERATOR).body("[]").post("/api/imports?id=" + term).then().statusCode(200);
  }

  /** The next caller finds what a caller may have archived, closed or deleted. */
  private void makeAsBefore() {
    as(INSTRUCTOR).delete("/api/classes/" + course + "/archive").then().statusCode(204);
    season = openSeason();
    deleteMedal();
    defineAchievements();
  }

  /** Each result of all other tests would look at it. */
  @AfterEach
  void deleteMedal() {
    as(OPERATOR).delete("/api/achievements/" + medal);
  }

  private String makeKey() {
    return made(as(OPERATOR).body("{\"name\":\"K\",\"roles\":[\"grader\"]}").post("/api/keys"));
  }

  /** The id of what a request has made. Without a JSON path, which would be compiled each time. */
  private static String made(Response answer) {
    assertEquals(201, answer.statusCode());
    return Api.parse(answer.asString()).get("id").toString();
  }

  private void defineAchievements() {
    badge = Fresh.id("badge");
    granted = Fresh.id("granted");
    medal = Fresh.id("medal");
    var ofClass = "/api/classes/" + course;
    for (var id : List.of(badge, granted)) {
      assertEquals(
          201, as(INSTRUCTOR).body(achievement(id)).post(ofClass + "/achievements").statusCode());
    }
    assertEquals(201, as(OPERATOR).body(achievement(medal)).post("/api/achievements").statusCode());
    var grant = ofClass + "/members/" + users.get(STUDENT) + "/achievements/" + granted;
    assertEquals(200, as(INSTRUCTOR).body(REASON).put(grant).statusCode());
  }

  private void giveResults() {
    var work = SubmissionJson.practice(users.get(STUDENT)).inClass(course);
    result =
        (String)
            Api.parse(Api.submit(work).statusCode(201).extract().asString()).get("submission_id");
    as(GRADER)
        .body(text("{adjustment}", course).replaceFirst("\"id\":\"[^\"]*", "\"id\":\"" + adjusted))
        .post("/api/adjustments")
        .then()
        .statusCode(201);
    var ledger = Api.items(as(STUDENT).get("/api/me/ledger?class_id=" + course).asString());
    entry = (Integer) ledger.get(0).get("id");
    var older = appeal((Integer) ledger.get(1).get("id"));
    appeal = made(as(STUDENT).body(older).post("/api/me/appeals"));
  }

  private static String appeal(int entry) {
    return "{\"entry_id\":%d,\"text\":\"T\"}".formatted(entry);
  }

  /** The open season of the class, which is started unless there is one. */
  private String openSeason() {
    return made(
        as(INSTRUCTOR)
            .body("{\"class_id\":\"" + course + "\",\"name\":\"S\"}")
            .post("/api/seasons"));
  }

  /** A class like the other one, for which another back end counts, too. */
  private String shadowed() {
    var classId = Fresh.id("shadowed");
    enrol(classId, INSTRUCTOR, STUDENT);
    shadow(classId);
    return classId;
  }

  private void shadow(String classId) {
    try {
      new TestSql(database)
          .execute("update course_class set authority = 'shadow' where id = ?", classId);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void enrol(String classId, Who instructor, Who student) {
    putRoster(users.get(instructor), classId, "UTC", members(instructor, student))
        .then()
        .statusCode(204);
  }

  private List<Map<String, String>> members(Who instructor, Who student) {
    var members =
        new ArrayList<>(
            List.of(
                member(users.get(instructor), "instructor"),
                member(users.get(student), "student")));
    if (instructor == INSTRUCTOR) {
      members.add(member(users.get(ASSISTANT), "assistant"));
    }
    return members;
  }

  @Test
  void everyOperationIsInTheTable() throws IOException {
    // Given
    var document =
        new ObjectMapper()
            .readTree(
                RestAssured.given().accept("application/json").get("/q/openapi").body().asString());

    // When
    var described = new TreeSet<String>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(verb -> add(described, verb, path.getKey())));

    // Then
    var known = new TreeSet<String>();
    TABLE
        .keySet()
        .forEach(
            operation -> known.add(operation.replaceAll("\\?.*", "").replaceAll("\\{\\w+}", "{}")));
    assertEquals(known, described);
  }

  private static void add(Set<String> operations, String verb, String path) {
    if (VERBS.contains(verb.toUpperCase(Locale.ROOT))) {
      operations.add(verb.toUpperCase(Locale.ROOT) + " " + path.replaceAll("\\{\\w+}", "{}"));
    }
  }

  static Stream<Arguments> onlyAllowedCallersPass() {
    return TABLE.entrySet().stream().map(row -> arguments(row.getKey(), row.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void onlyAllowedCallersPass(String operation, Rule rule) {
    // When
    var answers = new TreeMap<Who, Response>();
    for (var who : Who.values()) {
      var answer = call(who, operation, rule.body());
      answers.put(who, answer);
      if (answer.statusCode() < 300 && !operation.startsWith("GET ")) {
        makeAsBefore();
      }
    }

    // Then
    var passed = EnumSet.noneOf(Who.class);
    answers.forEach(
        (who, answer) -> {
          if (answer.statusCode() < 300) {
            passed.add(who);
          } else {
            assertProblem(answer, who == NOBODY ? Set.of(401) : refusals(rule));
          }
        });
    assertEquals(rule.allowed(), passed);
  }

  /** A season is hidden from instructors of other classes, and refused to everybody else. */
  private static Set<Integer> refusals(Rule rule) {
    return rule.refusal() == 403 ? Set.of(403, 404) : Set.of(rule.refusal());
  }

  private static void assertProblem(Response answer, Set<Integer> statuses) {
    var body = answer.asString();
    assertTrue(statuses.contains(answer.statusCode()), () -> answer.statusCode() + " " + body);
    assertTrue(answer.contentType().startsWith("application/problem+json"), answer::contentType);
    assertEquals(answer.statusCode(), Api.parse(body).get("status"));
    if (answer.statusCode() == 401) {
      assertEquals("Bearer", answer.header("WWW-Authenticate"));
    }
  }

  /** Refused callers get the same answer whether the thing exists or not. */
  @ParameterizedTest
  @CsvSource({
    "OTHER_STUDENT, GET /api/leaderboards/classes/{class}",
    "OTHER_STUDENT, GET /api/leaderboards/classes/{class}/me",
    "OTHER_STUDENT, PUT /api/leaderboards/classes/{class}/me/visibility",
    "OTHER_STUDENT, GET /api/leaderboards/classes/{class}/distribution",
    "OTHER_STUDENT, GET /api/leaderboards/seasons/{season}",
    "OTHER_STUDENT, GET /api/leaderboards/seasons/{season}/me",
    "OTHER_STUDENT, GET /api/seasons?class_id={class}",
    "OTHER_STUDENT, GET /api/users/{user}/data",
    "OTHER_STUDENT, DELETE /api/users/{user}/data",
    "OTHER_STUDENT, DELETE /api/users/{student}/sessions",
    "OTHER_STUDENT, POST /api/users/{user}/notifications",
    "OTHER_STUDENT, PUT /api/classes/{class}/roster",
    "OTHER_STUDENT, GET /api/classes/{class}/board",
    "OTHER_STUDENT, GET /api/classes/{class}/calendar",
    "OTHER_STUDENT, POST /api/seasons/{season}/close",
    "OTHER_STUDENT, GET /api/classes/{class}/achievements",
    "OTHER_INSTRUCTOR, GET /api/classes/{class}/achievements",
    "OTHER_INSTRUCTOR, PUT /api/classes/{class}/achievements",
    "OTHER_INSTRUCTOR, PUT /api/classes/{class}/members/{student}/achievements/{badge}",
    "OTHER_INSTRUCTOR, GET /api/leaderboards/classes/{class}",
    "OTHER_INSTRUCTOR, GET /api/leaderboards/seasons/{season}",
    "OTHER_INSTRUCTOR, GET /api/seasons?class_id={class}",
    "OTHER_INSTRUCTOR, GET /api/classes/{class}/board",
    "OTHER_INSTRUCTOR, PUT /api/classes/{class}/board",
    "OTHER_INSTRUCTOR, PUT /api/classes/{class}/board/freeze",
    "OTHER_INSTRUCTOR, DELETE /api/classes/{class}/board/freeze",
    "OTHER_INSTRUCTOR, GET /api/classes/{class}/rules",
    "OTHER_INSTRUCTOR, GET /api/classes/{class}/appeals",
    "OTHER_INSTRUCTOR, PUT /api/classes/{class}/appeals/{appeal}/answer",
    "OTHER_INSTRUCTOR, GET /api/classes/{class}/roster",
    "OTHER_INSTRUCTOR, PUT /api/classes/{class}/archive",
    "OTHER_INSTRUCTOR, DELETE /api/classes/{class}/archive",
    "OTHER_INSTRUCTOR, GET /api/classes/{class}/calendar",
    "OTHER_INSTRUCTOR, PUT /api/classes/{class}/calendar",
    "OTHER_INSTRUCTOR, PUT /api/classes/{class}/members/{student}/excuses/{first}",
    "OTHER_INSTRUCTOR, POST /api/seasons",
    "OTHER_INSTRUCTOR, POST /api/seasons/{season}/close",
    "OTHER_INSTRUCTOR, POST /api/seasons/{season}/recount",
    "OTHER_INSTRUCTOR, GET /api/users/{user}/data",
    "OTHER_INSTRUCTOR, DELETE /api/users/{student}/sessions",
    "OTHER_INSTRUCTOR, POST /api/users/{user}/notifications",
    "NOBODY, GET /api/users/{user}/data",
    "NOBODY, DELETE /api/users/{student}/sessions",
    "NOBODY, GET /api/leaderboards/classes/{class}",
    "GRADER, GET /api/leaderboards/classes/{class}",
    "GRADER, DELETE /api/users/{student}/sessions",
    "OPERATOR, GET /api/leaderboards/classes/{class}",
    "OPERATOR, DELETE /api/users/{user}/data"
  })
  void refusalsDoNotRevealWhichUsersClassesOrSeasonsExist(Who who, String operation) {
    // Given
    Api.accept(SubmissionJson.practice(subject).inClass(course));
    var rule = TABLE.get(operation.replaceAll("\\?.*", ""));

    // When
    var present = call(who, operation, rule.body());
    var absent =
        send(
            who,
            operation
                .replace("{class}", Fresh.id("cs"))
                .replace("{section}", "Monday")
                .replace("{user}", Fresh.id("subject"))
                .replace("{student}", Fresh.id("student"))
                .replace("{first}", "2026-03-02")
                .replace("{badge}", Fresh.id("badge"))
                .replace("{appeal}", "9007199254740991")
                .replace("{season}", season.replaceAll("[0-9a-f]", "0")),
            text(rule.body(), Fresh.id("cs")));

    // Then
    assertEquals(visible(absent), visible(present));
  }

  /** The parts of an answer that a caller sees, except the time. */
  private static String visible(Response answer) {
    var headers = new ArrayList<String>();
    answer.headers().forEach(header -> headers.add(header.toString()));
    return answer.statusCode() + " " + headers + " " + answer.asString();
  }

  private Response call(Who who, String operation, String body) {
    return send(
        who,
        operation
            .replace("{class}", course)
            .replace("{shadowed}", operation.contains("{shadowed}") ? shadowed() : "")
            .replace("{section}", "Monday")
            .replace("{user}", subject)
            .replace("{student}", users.get(STUDENT))
            .replace("{first}", "2026-03-02")
            .replace("{season}", season)
            .replace("{student}", users.get(STUDENT))
            .replace("{badge}", badge)
            .replace("{granted}", granted)
            .replace("{medal}", medal)
            .replace("{source}", "gradebot")
            .replace("{result}", result)
            .replace("{appeal}", appeal)
            .replace("{import}", term)
            .replace("{adjusted}", adjusted)
            .replace("{key}", key)
            .replace("{category}", "laurel.matrix"),
        text(body, course));
  }

  private Response send(Who who, String operation, String body) {
    var parts = operation.split(" ");
    var request = as(who);
    if (body != null) {
      request.body(body);
    }
    return request.request(parts[0], parts[1]);
  }

  private RequestSpecification as(Who who) {
    var request = given().contentType(ContentType.JSON);
    return who == NOBODY
        ? request
        : request.auth().oauth2(TestTokens.of(users.get(who), who.roles));
  }

  private String text(String template, String classId) {
    if (template == null) {
      return null;
    }
    return template
        .replace("{class}", classId)
        .replace(
            "{roster}",
            Api.text(
                Map.of("name", "CS", "time_zone", "UTC", "members", members(INSTRUCTOR, STUDENT))))
        .replace("{appeal}", appeal(entry))
        .replace("{achievement}", achievement(Fresh.id("a")))
        .replace("{badge}", achievement(badge))
        .replace("{medal}", achievement(medal))
        .replace(
            "{adjustment}",
            Api.text(
                Map.of(
                    "source",
                    "gradebot",
                    "id",
                    Fresh.id("a"),
                    "user_id",
                    users.get(STUDENT),
                    "class_id",
                    classId,
                    "points",
                    1,
                    "reason",
                    "R")))
        .replace("{submission}", Api.text(SubmissionJson.practice(subject)));
  }

  private static String achievement(String id) {
    var definition =
        AchievementJson.of(id, 0, Map.of("type", "points", "threshold", 1_000_000_000));
    definition.put("active", false);
    return Api.text(definition);
  }
}
