package dev.laurel.leaderboard.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.RankedUser;
import dev.laurel.leaderboard.standing.StandingChange;
import dev.laurel.leaderboard.standing.StandingChangeBulk.Erasures;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index by itself, of boards that no database knows. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class BoardIndexTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private static final Erasures NO_ERASURES = new Erasures(0, 0, Instant.EPOCH);

  @Inject BoardIndex index;
  @Inject IndexGenerations generations;
  @Inject RedisDataSource redis;

  private final Board board = Board.ofClass(Fresh.id("index"));

  static Stream<Integer> seeds() {
    return IntStream.range(0, 30).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void changesOfAUserArrivingInAnyOrderEndWithTheNewest(int seed) {
    // Given
    build();
    var deliveries = new ArrayList<StandingChange>();
    for (int version = 1; version <= 5; version++) {
      deliveries.add(change("ada", version, 100 - 10 * version));
      deliveries.add(change("ada", version, 100 - 10 * version));
    }
    Collections.shuffle(deliveries, new Random(seed));

    // When
    long newest = 0;
    for (var change : deliveries) {
      var applied = apply(change);

      // Then
      assertEquals(change.version() > newest ? List.of("ada") : List.of(), applied);
      newest = Math.max(newest, change.version());
      var ada = new RankedUser("ada", 100 - 10 * newest, 1, false);
      assertEquals(new BoardSlice(newest, 1, 0, List.of(ada)), all());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void lateAndRepeatedChangesNeverUndoNewerOnes(long seed) {
    // Given
    var random = new Random(seed);
    build();
    var committed = new HashMap<String, StandingChange>();
    var shown = new HashMap<String, StandingChange>();
    var everything = new ArrayList<StandingChange>();
    var late = new ArrayList<StandingChange>();
    for (int i = 0; i < 60 || !late.isEmpty(); i++) {
      if (i < 60) {
        var change = next(committed, "u" + random.nextInt(8), random);
        everything.add(change);
        late.add(change);
      }
      if (i == 40) {
        wipe();
        build(committed.values().toArray(StandingChange[]::new));
        shown.putAll(committed);
      }
      if (i < 60 && random.nextInt(3) == 0) {
        continue;
      }
      var arriving =
          random.nextInt(4) == 0
              ? everything.get(random.nextInt(everything.size()))
              : late.get(random.nextInt(late.size()));
      late.remove(arriving);
      var before = shown.get(arriving.user());
      boolean isNew = before == null || before.version() < arriving.version();

      // When
      var applied = apply(arriving);

      // Then
      assertEquals(isNew ? List.of(arriving.user()) : List.of(), applied);
      if (isNew) {
        shown.put(arriving.user(), arriving);
      }
      assertEquals(counted(shown.values()), all().users(), "after " + arriving);
    }
    assertEquals(committed, shown);
    assertEquals(everything.size(), all().version());
  }

  private StandingChange next(Map<String, StandingChange> committed, String user, Random random) {
    long version = committed.containsKey(user) ? committed.get(user).version() : 0;
    var reachedAt = NOW.plusMillis(random.nextInt(3));
    boolean listed = random.nextInt(6) > 0;
    var change =
        new StandingChange(board, user, version + 1, random.nextInt(5), reachedAt, listed, NOW);
    committed.put(user, change);
    return change;
  }

  private static List<RankedUser> counted(Collection<StandingChange> standings) {
    var listed = standings.stream().filter(StandingChange::listed).toList();
    return listed.stream()
        .sorted(
            Comparator.comparing(StandingChange::points, Comparator.reverseOrder())
                .thenComparing(StandingChange::reachedAt)
                .thenComparing(StandingChange::user))
        .map(
            own ->
                new RankedUser(
                    own.user(),
                    own.points(),
                    1 + (int) listed.stream().filter(s -> s.points() > own.points()).count(),
                    listed.stream().filter(s -> s.points() == own.points()).count() > 1))
        .toList();
  }

  private void wipe() {
    var keys = redis.key().keys("laurel:board:\\{" + board.key() + "}*");
    redis.key().del(keys.toArray(String[]::new));
  }

  @Test
  void aLateChangeDoesNotRestoreAUserWhoLeft() {
    // Given
    build();
    apply(change("ada", 1, 10));
    var left = new StandingChange(board, "ada", 3, 20, NOW, false, NOW);

    // When
    var applied = apply(left);
    apply(change("ada", 2, 20));

    // Then
    assertEquals(List.of("ada"), applied);
    assertEquals(new BoardSlice(3, 0, 0, List.of()), all());
  }

  @Test
  void onlyANewStandingRestoresAnErasedUser() {
    // Given
    build(change("ada", 4, 10));

    // When
    IndexReader.await(index.erase(board, "ada", 6));
    var late = apply(change("ada", 5, 20));
    var afterLate = all();
    var returned = apply(new StandingChange(board, "ada", 7, 1, NOW, true, NOW));

    // Then
    assertEquals(List.of(), late);
    assertEquals(new BoardSlice(6, 0, 0, List.of()), afterLate);
    assertEquals(List.of("ada"), returned);
    assertEquals(new BoardSlice(6 + 7, 1, 0, List.of(new RankedUser("ada", 1, 1, false))), all());
  }

  @Test
  void standingsReadBeforeAnErasureDoNotRestoreTheUser() {
    // Given
    assertTrue(IndexReader.await(generations.begin(board, "first", NO_ERASURES)));

    // When
    IndexReader.await(index.erase(board, "ada", 6));
    fill("first", change("ada", 5, 10));
    assertTrue(IndexReader.await(generations.finish(board, "first", NOW)));

    // Then
    assertEquals(new BoardSlice(6, 0, 0, List.of()), all());
    assertEquals(1, IndexReader.await(generations.state(board)).orElseThrow().erasures());
  }

  @Test
  void aChangeHoursLateIsIgnored() {
    // Given
    build(change("ada", 2, 20));
    var hoursAgo = NOW.minusSeconds(10_000);

    // When
    var applied = apply(new StandingChange(board, "ada", 1, 10, NOW, true, hoursAgo));

    // Then
    assertEquals(List.of(), applied);
    assertEquals(20, all().users().get(0).points());
  }

  @Test
  void anIndexWhoseVersionsWereEvictedIsNotRead() {
    // Given
    build(change("ada", 1, 10));

    // When
    redis.key().del("laurel:board:{" + board.key() + "}:first:v");

    // Then
    assertTrue(IndexReader.await(index.slice(board, 0, 10)).isEmpty());
    assertTrue(IndexReader.await(index.ranks(board, List.of("ada"))).isEmpty());
    assertTrue(IndexReader.await(index.apply(board, List.of(change("ada", 2, 5)))).isEmpty());
    assertTrue(IndexReader.await(generations.state(board)).isEmpty());
  }

  @Test
  void scriptsFlushedFromRedisAreSentAgain() {
    // Given
    build(change("ada", 1, 10));

    // When
    redis.execute("SCRIPT", "FLUSH");

    // Then
    assertEquals(1, all().size());
  }

  @Test
  void equalPointsShareARankAndAbsentUsersHaveNone() {
    // Given
    build(
        change("ada", 1, 10),
        change("bob", 1, 20),
        change("cy", 1, 10),
        change("dan", 1, 0),
        new StandingChange(board, "eve", 1, 90, NOW, false, NOW));

    // When
    var ranks = index.ranks(board, List.of("dan", "eve", "ada", "nobody", "cy", "bob"));

    // Then
    assertEquals(
        Map.of("bob", 1, "ada", 2, "cy", 2, "dan", 4), IndexReader.await(ranks).orElseThrow());
  }

  @Test
  void changesDuringABuildAreInTheNewGeneration() {
    // Given
    build(change("ada", 1, 10), change("bob", 1, 20));
    assertTrue(IndexReader.await(generations.begin(board, "next", NO_ERASURES)));

    // When
    apply(change("ada", 2, 30));
    fill("next", change("ada", 1, 10), change("bob", 1, 20));
    apply(change("bob", 2, 5));
    var meanwhile = all();
    assertTrue(IndexReader.await(generations.finish(board, "next", NOW)));

    // Then
    var expected =
        new BoardSlice(
            4,
            2,
            0,
            List.of(new RankedUser("ada", 30, 1, false), new RankedUser("bob", 5, 2, false)));
    assertEquals(expected, meanwhile);
    assertEquals(expected, all());
  }

  @Test
  void onlyOneNodeBuildsAtATime() {
    assertTrue(IndexReader.await(generations.begin(board, "one", NO_ERASURES)));
    assertFalse(IndexReader.await(generations.begin(board, "other", NO_ERASURES)));
  }

  @Test
  void aBuilderWhoseLeaseHasExpiredCannotFinish() {
    // Given
    IndexReader.await(generations.begin(board, "dead", NO_ERASURES));
    redis.key().del("laurel:board:{" + board.key() + "}:lease");

    // When
    assertTrue(IndexReader.await(generations.begin(board, "alive", NO_ERASURES)));

    // Then
    assertTrue(IndexReader.await(index.fill(board, "dead", List.of())).isEmpty());
    assertFalse(IndexReader.await(generations.finish(board, "dead", NOW)));
    assertTrue(IndexReader.await(generations.finish(board, "alive", NOW)));
  }

  @Test
  void usersWithMorePointsThanFitBesideATimeComeFirstInTheOrderOfTheBoard() {
    // Given
    long many = ScoreEncoding.MAX_POINTS + 1;
    build(change("ada", 1, 10), reached("cy", many, 1), change("bob", 1, ScoreEncoding.MAX_POINTS));

    // When
    apply(reached("dan", many, 0));
    apply(reached("eve", 1L << 53, 2));
    apply(reached("abe", many, 1));

    // Then
    var expected =
        List.of(
            new RankedUser("eve", 1L << 53, 1, false),
            new RankedUser("dan", many, 2, true),
            new RankedUser("abe", many, 2, true),
            new RankedUser("cy", many, 2, true),
            new RankedUser("bob", many - 1, 5, false),
            new RankedUser("ada", 10, 6, false));
    assertEquals(expected, all().users());
    assertEquals(
        Map.of("eve", 1, "cy", 2, "dan", 2, "bob", 5, "ada", 6),
        IndexReader.await(index.ranks(board, List.of("ada", "bob", "cy", "dan", "eve", "nobody")))
            .orElseThrow());
    assertEquals(
        expected.subList(2, 5), IndexReader.await(index.around(board, "cy", 1)).get().users());
  }

  @Test
  void usersWithNegativePointsComeLast() {
    // Given
    long few = ScoreEncoding.MIN_POINTS - 1;
    build(change("ada", 1, few), reached("bob", -1, 1), change("cy", 1, 0));

    // When
    apply(reached("dan", -1, 0));
    apply(reached("eve", few, 1));
    apply(reached("flo", few - 1, 0));

    // Then
    assertEquals(
        List.of(
            new RankedUser("cy", 0, 1, false),
            new RankedUser("dan", -1, 2, true),
            new RankedUser("bob", -1, 2, true),
            new RankedUser("ada", few, 4, true),
            new RankedUser("eve", few, 4, true),
            new RankedUser("flo", few - 1, 6, false)),
        all().users());
    assertEquals(
        Map.of("ada", 4, "bob", 2, "eve", 4, "flo", 6),
        IndexReader.await(index.ranks(board, List.of("ada", "bob", "eve", "flo"))).orElseThrow());
  }

  @Test
  void aUserWhosePointsPassTheLimitEitherWayStandsOnTheBoardOnce() {
    // Given
    long many = ScoreEncoding.MAX_POINTS + 1;
    build(change("ada", 1, 10), change("bob", 1, many));

    // When
    apply(change("ada", 2, many + 1));
    apply(change("bob", 2, 20));

    // Then
    assertEquals(
        List.of(new RankedUser("ada", many + 1, 1, false), new RankedUser("bob", 20, 2, false)),
        all().users());

    // When
    IndexReader.await(index.erase(board, "ada", 3));

    // Then
    assertEquals(List.of(new RankedUser("bob", 20, 1, false)), all().users());
  }

  private StandingChange reached(String user, long points, int millis) {
    return new StandingChange(board, user, 1, points, NOW.plusMillis(millis), true, NOW);
  }

  @Test
  void anIndexWhoseUsersWereEvictedIsNotRead() {
    // Given
    build(change("ada", 1, 10), change("bob", 1, 20));

    // When
    redis.key().del("laurel:board:{" + board.key() + "}:first:z");

    // Then
    assertTrue(IndexReader.await(index.slice(board, 0, 10)).isEmpty());
    assertTrue(IndexReader.await(index.ranks(board, List.of("ada"))).isEmpty());
    assertTrue(IndexReader.await(index.apply(board, List.of(change("ada", 2, 5)))).isEmpty());
    assertTrue(IndexReader.await(generations.state(board)).isEmpty());
  }

  private void build(StandingChange... standings) {
    assertTrue(IndexReader.await(generations.begin(board, "first", NO_ERASURES)));
    fill("first", standings);
    assertTrue(IndexReader.await(generations.finish(board, "first", NOW)));
  }

  private void fill(String generation, StandingChange... standings) {
    assertTrue(IndexReader.await(index.fill(board, generation, List.of(standings))).isPresent());
  }

  private List<String> apply(StandingChange change) {
    return IndexReader.await(index.apply(board, List.of(change))).orElseThrow();
  }

  private StandingChange change(String user, long version, long points) {
    return new StandingChange(board, user, version, points, NOW, true, NOW);
  }

  private BoardSlice all() {
    return IndexReader.await(index.slice(board, 0, 99)).orElseThrow();
  }
}
