package dev.laurel.audit;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AuditTest {
  private static final Duration A_WHILE = Duration.ofMinutes(1);

  @Inject DataSource database;
  @Inject Audit audit;
  @Inject AuditPruning pruning;

  private final String course = Fresh.id("cs");
  private final String teacher = Fresh.id("teacher");
  private final String ada = Fresh.id("ada");

  @BeforeEach
  void aClass() {
    putRoster(
            teacher, course, "UTC", List.of(member(teacher, "instructor"), member(ada, "student")))
        .then()
        .statusCode(204);
  }

  @Test
  void replacingARosterIsRecorded() {
    var entry = newest();
    assertEquals("roster_replaced", entry.get("action"));
    assertEquals(teacher, entry.get("actor"));
    assertEquals(course, entry.get("target"));
    assertEquals("2 members, 2 changed", entry.get("detail"));
    assertEquals("127.0.0.1", entry.get("address"));
    var at = Instant.parse((String) entry.get("at"));
    assertTrue(Duration.between(at, Instant.now()).abs().compareTo(A_WHILE) < 0, at::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT    | board        | {"names":"anonymous"}         | board_names_changed | anonymous
          PUT    | board        | {"names":"top","top":3}       | board_names_changed | top 3
          PUT    | board/freeze | {"at":"2099-01-01T00:00:00Z"} | board_freeze_set    | at 2099-01-01T00:00:00Z
          DELETE | board/freeze |                               | board_thawed        |
          """)
  void changingABoardIsRecorded(
      String verb, String path, String body, String action, String detail) {
    // When
    var request = as(teacher, "instructor");
    if (body != null) {
      request.body(body);
    }
    request.request(verb, "/api/classes/" + course + "/" + path).then().statusCode(200);

    // Then
    assertEntry(action, "class:" + course, detail);
  }

  @Test
  void startingAndClosingASeasonIsRecorded() {
    // When
    String season =
        as(teacher, "instructor")
            .body(Map.of("class_id", course, "name", "S"))
            .post("/api/seasons")
            .path("id");

    // Then
    assertEntry("season_started", season, course);

    // When
    as(teacher, "instructor").post("/api/seasons/{id}/close", season).then().statusCode(200);

    // Then
    assertEntry("season_closed", season, course);
  }

  @Test
  void changingAchievementsIsRecorded() {
    // Given
    var id = Fresh.id("a");

    // When
    as(teacher, "operator")
        .body(
            """
            [{"id":"%s","name":"A","description":"D","badge_type":"b","rarity":"common","points":0,
              "criteria":{"type":"points","threshold":1000000000},"active":false}]"""
                .formatted(id))
        .put("/api/achievements")
        .then()
        .statusCode(200);

    // Then
    assertEntry("achievements_changed", id, null);
  }

  @ParameterizedTest
  @CsvSource({"'', all", "?token_id=t-1, one token"})
  void revokingTokensIsRecorded(String query, String detail) {
    // When
    as(teacher, "operator").delete("/api/users/" + ada + "/sessions" + query);

    // Then
    var entry = newest();
    assertEquals("sessions_revoked", entry.get("action"));
    assertEquals(ada, entry.get("target_user"));
    assertEquals(detail, entry.get("detail"));
  }

  @Test
  void exportingAndErasingAUserIsRecorded() {
    // Given
    var operator = Fresh.id("operator");
    as(teacher, "operator").delete("/api/users/{id}/sessions", ada).then().statusCode(204);

    // When
    as(operator, "operator").get("/api/users/{id}/data", ada).then().statusCode(200);

    // Then
    assertEquals("user_exported", newestOf(operator).get("action"));
    assertEquals(ada, newestOf(operator).get("target_user"));

    // When
    as(operator, "operator").delete("/api/users/{id}/data", ada).then().statusCode(204);

    // Then
    var erasure = newestOf(operator);
    assertEquals("user_erased", erasure.get("action"));
    assertEquals(erasure.get("target_user"), newest().get("target_user"), "the same hash");
    assertFalse(entries().toString().contains(ada));
  }

  @Test
  void refusedRequestsAreNotRecorded() {
    // Given
    var stranger = Fresh.id("stranger");

    // When
    putRoster(stranger, course, "UTC", List.of(member(stranger, "instructor")))
        .then()
        .statusCode(403);
    as(stranger, "instructor").delete("/api/classes/{id}/board/freeze", course);

    // Then
    assertEquals(
        List.of(), entries().stream().filter(e -> stranger.equals(e.get("actor"))).toList());
  }

  @Test
  void rolledBackChangesAreNotRecorded() {
    // Given
    var target = Fresh.id("target");

    // When
    assertThrows(
        IllegalStateException.class,
        () ->
            QuarkusTransaction.requiringNew()
                .run(
                    () -> {
                      audit.record(AuditAction.BOARD_THAWED, target, null);
                      throw new IllegalStateException("the change failed");
                    }));

    // Then
    assertEquals(
        List.of(), entries().stream().filter(e -> target.equals(e.get("target"))).toList());
  }

  @Test
  void changesByTheServiceItselfHaveNoActor() {
    // Given
    var target = Fresh.id("target");

    // When
    QuarkusTransaction.requiringNew()
        .run(() -> audit.record(AuditAction.SEASON_CLOSED, target, null));

    // Then
    var entry = entries().stream().filter(e -> target.equals(e.get("target"))).findFirst().get();
    assertEquals(null, entry.get("actor"));
    assertEquals(null, entry.get("address"));
  }

  @Test
  void entriesAreReadPageByPage() {
    // Given
    var all = entries();

    // When
    var read = new ArrayList<Map<String, Object>>();
    Object next = Long.valueOf(((Number) all.get(0).get("id")).longValue() + 1);
    while (next != null && read.size() < all.size()) {
      var page =
          as("olga", "operator")
              .queryParam("before", next)
              .queryParam("limit", 2)
              .get("/api/audit");
      read.addAll(page.jsonPath().<Map<String, Object>>getList("items"));
      next = page.path("next");
    }

    // Then
    assertEquals(all, read.subList(0, all.size()));
  }

  @ParameterizedTest
  @CsvSource({"before=0, before", "before=x, before", "limit=0, limit", "limit=501, limit"})
  void invalidParametersAreNamedInTheError(String query, String field) {
    as("olga", "operator")
        .get("/api/audit?" + query)
        .then()
        .statusCode(400)
        .body("errors.field", contains(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit set actor_user_id = 'mallory'",
        "delete from audit",
        "truncate audit",
        "set laurel.audit = 'UPDATE'; delete from audit"
      })
  void theDatabaseRefusesToChangeEntries(String statement) {
    // When
    var failure = assertThrows(SQLException.class, () -> execute(statement));

    // Then
    assertTrue(failure.getMessage().contains("only added to"), failure::getMessage);
    assertEquals(teacher, newest().get("actor"));
  }

  @Test
  void entriesPastTheirRetentionAreDeleted() throws SQLException {
    // Given
    var old = Fresh.id("old");
    var kept = Fresh.id("kept");
    execute(
        "insert into audit (at, action, target) values (now() - interval '401 days', 'x', '"
            + old
            + "')");
    execute(
        "insert into audit (at, action, target) values (now() - interval '399 days', 'x', '"
            + kept
            + "')");

    // When
    pruning.prune();

    // Then
    var targets = entries().stream().map(entry -> entry.get("target")).toList();
    assertFalse(targets.contains(old));
    assertTrue(targets.contains(kept));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try {
        statement.execute(sql);
        connection.commit();
      } finally {
        connection.rollback();
      }
    }
  }

  private void assertEntry(String action, String target, String detail) {
    var entry = newest();
    assertEquals(action, entry.get("action"));
    assertEquals(teacher, entry.get("actor"));
    assertEquals(target, entry.get("target"));
    assertEquals(detail, entry.get("detail"));
  }

  /** The newest entry of the teacher. */
  private Map<String, Object> newest() {
    return newestOf(teacher);
  }

  private static Map<String, Object> newestOf(String actor) {
    return entries().stream().filter(e -> actor.equals(e.get("actor"))).findFirst().orElseThrow();
  }

  private static List<Map<String, Object>> entries() {
    return Api.items(
        as("olga", "operator")
            .queryParam("limit", 500)
            .get("/api/audit")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }
}
