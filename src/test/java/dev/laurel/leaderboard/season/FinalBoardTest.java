package dev.laurel.leaderboard.season;

import static dev.laurel.testing.Api.as;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.ClassBoard;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.TestSql;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the board of a closed season becomes final in the background. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class FinalBoardTest {
  private static final int USERS = 2_345;

  /** Counts the transactions that wait for the lock of snapshots. */
  private static final String FREEZING_WAITS =
      """
      select count(*) from pg_locks
      where locktype = 'advisory' and classid::bigint = %d and objid::bigint = hashtext(?)::bigint & 4294967295
        and not granted"""
          .formatted(AdvisoryLock.FREEZING.key());

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;

  private TestSql sql;
  private ClassBoard course;
  private String season;

  @BeforeEach
  void aSeasonWithManyUsers() throws SQLException {
    sql = new TestSql(database);
    course = new ClassBoard(node);
    course.enrol();
    season = course.startSeason(Map.of());
    sql.execute(
        "insert into learner (id, username) select ? || '-' || n, 'u' from generate_series(1, ?::int) n",
        course.id(),
        Integer.toString(USERS));
    // Many have the same points, some of them since the same moment, and every tenth is not listed.
    sql.execute(
        """
        insert into standing (board, user_id, points, completed_problems, perfect_scores, first_attempt_solves,
                              reached_at, updated_at, listed, version)
        select ?, ? || '-' || n, n % 3 * 100, 1, 1, 1, '2026-01-01T00:00:00Z'::timestamptz + (n % 5) * interval '1 s',
               now(), n % 10 <> 0, 1
        from generate_series(1, ?::int) n""",
        key(), course.id(), Integer.toString(USERS));
  }

  @Test
  void theFinalBoardEqualsTheBoardBeforeTheClosing() {
    // Given
    var before = board();
    assertEquals(USERS - USERS / 10, before.size());

    // When
    course.closeSeason(season);

    // Then
    awaitFinal();
    assertEquals(before, board());
  }

  @Test
  void theBoardIsReadFromTheStandingsUntilItIsFinal() throws SQLException {
    // Given
    var before = board();
    try (var held = holdClosings()) {
      // When
      course.closeSeason(season);

      // Then
      assertEquals(before, board());
      assertFalse(page(1).containsKey("closed"));
      held.rollback();
    }
    awaitFinal();
    assertEquals(before, board());
  }

  @Test
  void aClosingRolledBackHalfwayIsRepeatedByTheNextTurn() throws SQLException {
    // Given
    var before = board();
    try (var held = holdClosings()) {
      course.closeSeason(season);
      TestSql.execute(
          held,
          """
          insert into frozen_standing (board, position, user_id, points, rank, completed_problems, updated_at)
          select board, row_number() over () - 1, user_id, points, 1, 1, updated_at from standing where board = ?""",
          key());
      TestSql.execute(held, "delete from standing where board = ?", key());

      // When
      held.rollback();
    }

    // Then
    awaitFinal();
    assertEquals(before, board());
  }

  @Test
  void aUserErasedBeforeTheBoardIsCopiedIsNotOnIt() throws SQLException {
    // Given
    var before = users(board());
    try (var held = holdClosings()) {
      course.closeSeason(season);

      // When
      new CourseBackEnd(node).erase(before.get(700));
      held.rollback();
    }

    // Then
    awaitFinal();
    var after = users(board());
    assertEquals(before.subList(0, 700), after.subList(0, 700));
    assertEquals(before.subList(701, before.size()), after.subList(700, after.size()));
  }

  @Test
  void aUserErasedWhileTheBoardIsCopiedLeavesARowWithoutTheUser() throws Exception {
    // Given
    var before = users(board());
    CompletableFuture<Void> erasure;
    try (var held = sql.transaction()) {
      TestSql.execute(held, "select from standing where board = ? limit 1 for update", key());
      course.closeSeason(season);
      await("the board is copied").until(() -> sql.waitingFor(held) == 1);

      // When
      erasure = CompletableFuture.runAsync(() -> new CourseBackEnd(node).erase(before.get(700)));
      await("the erasure waits").until(() -> sql.count(FREEZING_WAITS, key()) > 0);
      held.rollback();
    }

    // Then
    erasure.get(10, TimeUnit.SECONDS);
    var after = users(board());
    assertTrue(after.get(700).startsWith("~"), after.get(700));
    assertEquals(before.subList(0, 700), after.subList(0, 700));
    assertEquals(before.subList(701, before.size()), after.subList(701, after.size()));
  }

  private String key() {
    return Board.ofSeason(season, course.id()).key();
  }

  private void awaitFinal() {
    await().until(() -> page(1).containsKey("closed"));
  }

  /** A transaction that keeps all nodes from making boards final. */
  private Connection holdClosings() throws SQLException {
    var connection = sql.transaction();
    TestSql.execute(
        connection,
        "select pg_advisory_xact_lock(?::int, 0)",
        Integer.toString(AdvisoryLock.SEASON_CLOSING.key()));
    return connection;
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
        as(course.teacher())
            .get("/api/leaderboards/seasons/{id}?page_size=100&page={page}", season, number)
            .asString());
  }

  @SuppressWarnings("unchecked")
  private static List<String> users(List<Map<String, Object>> entries) {
    return entries.stream()
        .map(entry -> (String) ((Map<String, Object>) entry.get("user")).get("id"))
        .toList();
  }
}
