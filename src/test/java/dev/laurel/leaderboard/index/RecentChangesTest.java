package dev.laurel.leaderboard.index;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.errors.Hundredths;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.ClassBoard;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.leaderboard.standing.StandingChangeBulk;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestSql;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node that died between commit and index leaves behind is repaired within seconds. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RecentChangesTest {
  @TestHTTPResource("/")
  URI node;

  @Inject BoardIndex index;
  @Inject StandingChangeBulk rows;
  @Inject RedisDataSource redis;
  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private TestSql sql;
  private ClassBoard course;
  private Board board;

  @BeforeEach
  void adaLeadsBob() {
    sql = new TestSql(database);
    course = new ClassBoard(node);
    board = Board.ofClass(course.id());
    course.enrol(ada, bob);
    course.solve(ada, 100);
    course.solve(bob, 50);
    awaitIndex();
  }

  /** A transaction may take a while between the change and its commit. */
  @ParameterizedTest
  @ValueSource(strings = {"0 s", "8 s"})
  void aChangeThatTheIndexWasNotToldReachesPageRankAndSockets(String age) throws SQLException {
    // Given
    try (var bobs = course.follow(bob)) {
      // When
      commitWithoutIndex(bob, 200, age);

      // Then
      soon().untilAsserted(() -> assertEquals(bob, first(course.page(ada))));
      assertEquals(1, course.rank(bob).get("user_rank").asInt());
      soon()
          .until(
              () ->
                  bobs.frames().stream()
                      .anyMatch(frame -> course.isUpdate(frame) && firstIs(bob, frame)));
      soon().until(() -> bobs.frames().stream().anyMatch(this::isFirstRank));
    }
  }

  @Test
  void aSocketIsPushedAChangeWhoseHintWasLost() throws SQLException {
    // Given
    try (var bobs = course.follow(bob)) {
      // When
      commitWithoutIndex(bob, 200, "0 s");
      var change =
          new StandingChange(
              board, bob, 2, 200 * Hundredths.ONE, Instant.now(), true, Instant.now());
      assertEquals(List.of(bob), IndexReader.await(index.apply(board, List.of(change))).get());

      // Then
      soon()
          .until(
              () ->
                  bobs.frames().stream()
                      .anyMatch(frame -> course.isUpdate(frame) && firstIs(bob, frame)));
    }
  }

  @Test
  void aChangeFromBeforeTheLastTurnOfAnyNodeIsFound() throws SQLException {
    // Given
    var lastTurn = String.valueOf(Instant.now().minus(Duration.ofMinutes(10)).toEpochMilli());

    // When
    commitWithoutIndex(bob, 200, "9 min");

    // Then
    soon()
        .until(
            () -> {
              // Again, since a turn may just be about to end.
              redis.value(String.class).set("laurel:boards:repaired", lastTurn);
              return first(course.page(ada)).equals(bob);
            });
  }

  @Test
  void ofMoreChangesThanOneTurnComparesTheNewestAreCompared() throws SQLException {
    // Given changes that are newer than those of other tests
    commitWithoutIndex(ada, 200, "-1 h");
    commitWithoutIndex(bob, 300, "-2 h");

    // When
    var newest = rows.newestSince(Instant.now().plus(Duration.ofMinutes(30)), 1);

    // Then
    assertEquals(List.of(bob), newest.stream().map(StandingChange::user).toList());
  }

  @Test
  void aUserWhoseErasureTheIndexWasNotToldLeavesIt() throws SQLException {
    // Given
    assertTrue(isInRedis(bob));

    // When
    try (var transaction = sql.transaction()) {
      TestSql.execute(
          transaction,
          "insert into board_erasure select board, 1, version + 1, version + 1, now() from standing"
              + " where board = ? and user_id = ?",
          board.key(),
          bob);
      TestSql.execute(transaction, "delete from standing where user_id = ?", bob);
      transaction.commit();
    }

    // Then
    soon().until(() -> !isInRedis(bob));
    awaitIndex();
    assertEquals(1, course.page(ada).get("entries").size());
  }

  @Test
  void aFrozenBoardStaysAsItWasForStudents() throws SQLException {
    // Given
    course.freeze();

    // When
    commitWithoutIndex(bob, 200, "0 s");

    // Then
    soon().until(() -> first(course.page(course.teacher())).equals(bob));
    assertEquals(ada, first(course.page(ada)));
  }

  /** As a node does that dies right after the commit. */
  private void commitWithoutIndex(String user, int points, String age) throws SQLException {
    sql.execute(
        "update standing set points = ?::bigint, version = version + 1, updated_at = now() - ?::interval"
            + " where board = ? and user_id = ?",
        String.valueOf(points * Hundredths.ONE),
        age,
        board.key(),
        user);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(3));
  }

  private static String first(JsonNode page) {
    return page.get("entries").get(0).get("user").get("id").asText();
  }

  private static boolean firstIs(String user, JsonNode update) {
    return first(update.get("data")).equals(user);
  }

  private boolean isFirstRank(JsonNode frame) {
    return course.isOfClass(frame)
        && frame.get("type").asText().equals("rank_change")
        && frame.get("new_rank").asInt() == 1;
  }

  private void awaitIndex() {
    await()
        .until(
            () -> {
              course.page(ada);
              return IndexReader.await(index.slice(board, 0, 99)).isPresent();
            });
  }

  private boolean isInRedis(String user) {
    return keys(board).stream()
        .filter(key -> key.endsWith(":z"))
        .anyMatch(set -> redis.sortedSet(String.class).zscore(set, user).isPresent());
  }

  private List<String> keys(Board any) {
    return redis.key().keys("laurel:board:\\{" + any.key() + "}*");
  }
}
