package dev.laurel.leaderboard.season;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Board;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the board of a season that is closed becomes final, part by part. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class FinalBoardTest {
  /** A part is 1,000. */
  private static final int USERS = 2_345;

  /** Whoever works on closed seasons takes this lock. */
  private static final String LOCK = Long.toString(0x6C61_7572_656C_0004L);

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;

  private final String course = Fresh.id("cs");
  private final String teacher = Fresh.id("teacher");
  private String season;

  @BeforeEach
  void aSeasonWithManyUsers() throws SQLException {
    putRoster(teacher, course, "UTC", List.of(member(teacher, "instructor")))
        .then()
        .statusCode(204);
    season =
        as(teacher, "instructor")
            .body(Api.text(Map.of("name", "Season", "class_id", course)))
            .post("/api/seasons")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    try (var connection = database.getConnection()) {
      execute(
          connection,
          "insert into learner (id, username) select ? || '-' || n, 'u' from generate_series(1, ?::int) n",
          course,
          Integer.toString(USERS));
      // Many have the same points, some of them since the same moment, and every tenth is not
      // listed.
      execute(
          connection,
          """
          insert into standing (board, user_id, points, completed_problems, perfect_scores, first_attempt_solves,
                                reached_at, updated_at, listed, version)
          select ?, ? || '-' || n, n % 3, 1, 1, 1, '2026-01-01T00:00:00Z'::timestamptz + (n % 5) * interval '1 s',
                 now(), n % 10 <> 0, 1
          from generate_series(1, ?::int) n""",
          key(),
          course,
          Integer.toString(USERS));
    }
  }

  @Test
  void itIsWhatTheBoardWas() {
    // Given
    var before = board();
    assertEquals(USERS - USERS / 10, before.size());

    // When
    close();

    // Then
    awaitFinal();
    assertEquals(before, board());
  }

  @Test
  void itIsReadFromTheStandingsUntilItIsThere() throws SQLException {
    // Given
    var before = board();
    try (var held = database.getConnection()) {
      execute(held, "select pg_advisory_lock(?::bigint)", LOCK);

      // When
      close();
      copy(held, 700);

      // Then
      assertEquals(before, board());
      execute(held, "select pg_advisory_unlock(?::bigint)", LOCK);
    }
    awaitFinal();
  }

  @Test
  void whatANodeHasLeftIsGoneOnWith() throws SQLException {
    // Given
    var before = board();
    try (var held = database.getConnection()) {
      execute(held, "select pg_advisory_lock(?::bigint)", LOCK);
      close();

      // When
      copy(held, 700);
      execute(held, "select pg_advisory_unlock(?::bigint)", LOCK);
    }

    // Then
    awaitFinal();
    assertEquals(before, board());
  }

  @Test
  void whoIsErasedMeanwhileLeavesAPlaceOnlyWhereItWasCopied() throws SQLException {
    // Given
    var before = users(board());
    var backEnd = new CourseBackEnd(node);
    try (var held = database.getConnection()) {
      execute(held, "select pg_advisory_lock(?::bigint)", LOCK);
      close();
      copy(held, 700);

      // When
      backEnd.erase(before.get(699));
      backEnd.erase(before.get(700));
      execute(held, "select pg_advisory_unlock(?::bigint)", LOCK);
    }

    // Then
    awaitFinal();
    var after = users(board());
    assertEquals(before.subList(0, 699), after.subList(0, 699));
    assertTrue(after.get(699).startsWith("~"), after.get(699));
    assertEquals(before.subList(701, before.size()), after.subList(700, after.size()));
  }

  @Test
  void scoresThatEarlierVersionsHaveLeftAreDeleted() throws SQLException {
    // Given
    var ofSeason = "select count(*) from problem_score where scope = E'\\t' || ?";
    try (var connection = database.getConnection()) {
      execute(
          connection,
          """
          insert into problem_score (user_id, scope, problem_id, points, completed, perfect, first_attempt)
          select ? || '-' || n, scope, 'p', 1, true, true, true
          from generate_series(1, ?::int) n, unnest(array[E'\\t' || ?, '']) scope""",
          course,
          Integer.toString(USERS),
          season);
      execute(connection, "delete from standing where board = ?", key());
      assertEquals(USERS, count(ofSeason, season));

      // When
      execute(
          connection,
          "update season set closed_at = now(), cleared = true, scores_left = true where id = ?",
          season);
    }

    // Then
    await().until(() -> count(ofSeason, season) == 0);
    await()
        .until(
            () ->
                count("select count(*) from season where id = ? and not scores_left", season) == 1);
    assertEquals(
        USERS,
        count(
            "select count(*) from problem_score where user_id like ? || '-%' and scope = ''",
            course));
  }

  private String key() {
    return Board.ofSeason(season, course).key();
  }

  private void close() {
    as(teacher, "instructor").post("/api/seasons/{id}/close", season).then().statusCode(200);
  }

  private void awaitFinal() {
    await().until(() -> page(1).containsKey("closed"));
  }

  /** As a node does that stops after a part. */
  private void copy(Connection connection, int places) throws SQLException {
    execute(
        connection,
        """
        insert into frozen_standing (board, position, user_id, points, rank, completed_problems, updated_at)
        select board, row_number() over (order by points desc, reached_at, user_id collate "C") - 1, user_id, points,
               rank() over (order by points desc), completed_problems, updated_at
        from standing where board = ? and listed order by 2 limit ?::int""",
        key(),
        Integer.toString(places));
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> board() {
    var entries = new ArrayList<Map<String, Object>>();
    for (int number = 1; number <= USERS / 100 + 1; number++) {
      entries.addAll((List<Map<String, Object>>) page(number).get("entries"));
    }
    return entries;
  }

  private Map<String, Object> page(int number) {
    return Api.parse(
        as(teacher)
            .get("/api/leaderboards/seasons/{id}?page_size=100&page={page}", season, number)
            .asString());
  }

  @SuppressWarnings("unchecked")
  private static List<String> users(List<Map<String, Object>> entries) {
    return entries.stream()
        .map(entry -> (String) ((Map<String, Object>) entry.get("user")).get("id"))
        .toList();
  }

  private long count(String sql, String parameter) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void execute(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }
}
