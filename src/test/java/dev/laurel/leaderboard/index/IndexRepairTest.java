package dev.laurel.leaderboard.index;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.laurel.leaderboard.Audience;
import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.Leaderboard;
import dev.laurel.leaderboard.Page;
import dev.laurel.leaderboard.standing.StandingBulk;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.outage.DatabaseRestored;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class IndexRepairTest {
  @Inject Leaderboard leaderboard;
  @Inject BoardIndex index;
  @Inject IndexRepair repair;
  @Inject StandingBulk rows;
  @Inject RedisDataSource redis;
  @Inject DataSource database;
  @Inject Event<DatabaseRestored> restored;

  private final String classId = Fresh.id("c");
  private final Board board = Board.ofClass(classId);
  private final String meta = "laurel:board:{" + board.key() + "}";
  private final List<String> users =
      IntStream.range(0, 7).mapToObj(i -> Fresh.id("u" + i)).toList();

  @BeforeEach
  void buildTheIndex() {
    solve(40, 30, 30, 20, 20, 20, 10);
    awaitIndex();
  }

  @Test
  void aLostIndexIsRebuiltWhileTheDatabaseAnswers() {
    // Given
    var before = page(100);

    // When
    redis.key().del(meta);
    var meanwhile = page(100);

    // Then
    assertEquals(before, meanwhile);
    awaitIndex();
    assertEquals(before, page(100));
  }

  @Test
  void theIndexAndTheDatabaseAgreeOnEveryPageAndRank() {
    for (int size = 1; size <= 8; size++) {
      for (int page = 1; page <= 8; page++) {
        // When
        int first = (page - 1) * size;
        var fromDatabase = rows.slice(board, first, first + size - 1);

        // Then
        assertEquals(
            fromDatabase, IndexReader.await(index.slice(board, first, first + size - 1)).get());
      }
    }
    users.forEach(
        user ->
            assertEquals(
                rows.around(board, user, 3).users(),
                IndexReader.await(index.around(board, user, 3)).get().users()));
    assertEquals(rows.ranks(board, users), IndexReader.await(index.ranks(board, users)).get());
  }

  @Test
  void aUserMissingFromTheIndexIsFoundAndAdded() {
    // Given
    var before = page(100);
    redis.execute("ZREM", set(), users.get(2));
    resize(-1);

    // When
    repair.repair(board);

    // Then
    assertEquals(before.entries(), page(100).entries());
  }

  @Test
  void anIndexThatMissedAnErasureIsRebuilt() throws SQLException {
    // Given
    copyIndex();
    as("operator", "operator").delete("/api/users/{id}/data", users.get(0)).then().statusCode(204);
    hideFromRecentChanges();
    restoreIndex();
    assertEquals(7, index().size());

    // When
    repair.repair(board);
    awaitIndex();

    // Then
    assertEquals(6, index().size());
    assertNotEquals(users.get(0), first());
    assertEquals(rows.slice(board, 0, 0).version(), page(100).version());
  }

  /** As when Redis evicts one of the keys of an index: the users, or their versions. */
  @ParameterizedTest
  @ValueSource(strings = {"z", "v"})
  void anIndexOfWhichAKeyIsLostIsNotReadAndIsRebuilt(String key) {
    // Given
    var before = page(100);

    // When
    redis.key().del(set().replaceAll("z$", key));

    // Then
    assertEquals(before, page(100));
    awaitIndex();
    assertEquals(before, page(100));
  }

  @Test
  void aLateChangeDoesNotBringBackAnErasedUser() {
    // Given
    as("operator", "operator").delete("/api/users/{id}/data", users.get(0)).then().statusCode(204);
    var now = Instant.now();

    // When
    var late = new StandingChange(board, users.get(0), 1, 500, now, true, now);
    IndexReader.await(index.apply(board, List.of(late)));

    // Then
    assertEquals(6, index().size());
    solve(500);
    awaitFirst(users.get(0));
    assertEquals(7, index().size());
  }

  @Test
  void anIndexRestoredFromAnOlderCopyCatchesUp() throws SQLException {
    // Given
    copyIndex();
    solve(5, 0, 500);
    awaitFirst(users.get(2));
    hideFromRecentChanges();
    restoreIndex();
    assertEquals(users.get(0), first());

    // When
    repair.repair(board);

    // Then
    assertEquals(users.get(2), first());
    var page = page(100);
    assertEquals(rows.slice(board, 0, 99).users(), index().users());
    assertEquals(rows.slice(board, 0, 0).version(), page.version());
  }

  @Test
  void anIndexAheadOfARestoredDatabaseIsRebuilt() throws SQLException {
    // Given
    solve(1);
    awaitVersion(8);
    loseLastCommit(users.get(0));
    assertEquals(users.get(0), first());

    // When
    repair.repair(board);
    awaitIndex();

    // Then
    assertEquals(rows.slice(board, 0, 99), index());
  }

  @Test
  void anIndexAheadOfTheDatabaseIsRebuiltWhenPostgresComesBack() throws SQLException {
    // Given
    solve(1);
    awaitVersion(8);
    loseLastCommit(users.get(0));

    // When
    restored.fireAsync(new DatabaseRestored());

    // Then
    await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(3))
        .until(() -> !first().equals(users.get(0)) && rows.slice(board, 0, 99).equals(index()));
  }

  @Test
  void anIndexOfUsersUnknownToTheDatabaseIsRebuilt() {
    // Given
    var before = page(100);
    redis.execute(
        "ZADD", set(), String.valueOf(ScoreEncoding.of(100_000, Instant.now())), "nobody");
    resize(1);

    // When
    var meanwhile = page(100);

    // Then
    assertEquals(before, meanwhile);
    await().until(() -> keys().stream().noneMatch(key -> key.endsWith(":z")));
    awaitIndex();
    assertEquals(before, page(100));
    assertEquals(7, index().size());
  }

  private void solve(int... points) {
    submit(
        IntStream.range(0, points.length)
            .mapToObj(
                i ->
                    SubmissionJson.practice(users.get(i))
                        .inClass(classId)
                        .problem(Fresh.id("p"), points[i]))
            .toList());
  }

  /** The first read has the index built. */
  private void awaitIndex() {
    await()
        .until(
            () -> {
              page(1);
              return IndexReader.await(index.slice(board, 0, 99)).isPresent();
            });
  }

  private void awaitVersion(long version) {
    await().until(() -> index().version() == version);
  }

  private void awaitFirst(String user) {
    await().until(() -> first().equals(user));
  }

  private Page page(int size) {
    return leaderboard.page(board, 1, size, Audience.STAFF).shared();
  }

  private String first() {
    return page(1).entries().get(0).user().id();
  }

  private BoardSlice index() {
    return IndexReader.await(index.slice(board, 0, 99)).orElseThrow();
  }

  private String set() {
    return keys().stream().filter(key -> key.endsWith(":z")).findFirst().orElseThrow();
  }

  /** Keeps the index from noticing by its size that users were added or removed. */
  private void resize(int by) {
    redis.execute("HINCRBY", set().replaceAll("z$", "v"), "size", String.valueOf(by));
  }

  /** As a database does that is restored from a backup. */
  private void loseLastCommit(String user) throws SQLException {
    new TestSql(database)
        .execute(
            "update standing set points = 1500, version = 1 where board = ? and user_id = ?",
            board.key(),
            user);
  }

  /** Otherwise {@link RecentChanges} might be faster than the repair that is tested. */
  private void hideFromRecentChanges() throws SQLException {
    var sql = new TestSql(database);
    for (var change : List.of("standing set updated_at", "board_erasure set erased_at")) {
      sql.execute("update " + change + " = now() - interval '40 s' where board = ?", board.key());
    }
  }

  private void copyIndex() {
    keys().forEach(key -> redis.execute("COPY", key, "old-" + key));
  }

  private void restoreIndex() {
    keys().forEach(redis.key()::del);
    redis
        .key()
        .keys(pattern("old-" + meta))
        .forEach(key -> redis.execute("RENAME", key, key.substring("old-".length())));
  }

  private List<String> keys() {
    return redis.key().keys(pattern(meta));
  }

  private static String pattern(String prefix) {
    return prefix.replace("{", "\\{") + "*";
  }
}
