package dev.laurel.leaderboard.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.BoardSlice;
import dev.laurel.leaderboard.RankedUser;
import dev.laurel.leaderboard.index.BoardMoves.Move;
import dev.laurel.leaderboard.standing.StandingChange;
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
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The index by itself, on boards that are in no database. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class BoardIndexTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @Inject BoardIndex index;
  @Inject RedisDataSource redis;

  private final Board board = Board.ofClass(Fresh.id("index"));

  static Stream<Integer> seeds() {
    return IntStream.range(0, 30).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theNewestOfAUsersChangesCountsInWhateverOrderTheyArrive(int seed) {
    // Given
    build();
    var deliveries = new ArrayList<StandingChange>();
    for (int version = 1; version <= 5; version++) {
      deliveries.add(change("ada", version, 100 - 10 * version));
      deliveries.add(change("ada", version, 100 - 10 * version));
    }
    Collections.shuffle(deliveries, new Random(seed));

    // When
    var steps = deliveries.stream().map(change -> takeIn(change).orElseThrow().moves()).toList();

    // Then
    assertEquals(new BoardSlice(5, 1, List.of(new RankedUser("ada", 50, 1, false))), everybody());
    var moves = steps.stream().flatMap(step -> step.moves().stream()).toList();
    for (int i = 1; i < moves.size(); i++) {
      assertEquals(moves.get(i - 1).after(), moves.get(i).before());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void noUserEverGoesBackWhateverArrivesLateOrTwice(long seed) {
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
      boolean news = before == null || before.version() < arriving.version();

      // When
      var moves = takeIn(arriving).orElseThrow().moves().moves();

      // Then
      var move = new Move(arriving.user(), points(before), points(arriving));
      assertEquals(news ? List.of(move) : List.of(), moves);
      if (news) {
        shown.put(arriving.user(), arriving);
      }
      assertEquals(counted(shown.values()), everybody().users(), "after " + arriving);
    }
    assertEquals(committed, shown);
    assertEquals(everything.size(), everybody().version());
  }

  private StandingChange next(Map<String, StandingChange> committed, String user, Random random) {
    long version = committed.containsKey(user) ? committed.get(user).version() : 0;
    var reachedAt = NOW.plusMillis(random.nextInt(3));
    boolean listed = random.nextInt(6) > 0;
    var change =
        new StandingChange(
            board, user, version, version + 1, random.nextInt(5), reachedAt, listed, NOW);
    committed.put(user, change);
    return change;
  }

  /** Null when not on the board. */
  private static Long points(StandingChange standing) {
    return standing == null || !standing.listed() ? null : (Long) standing.points();
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
  void whoHasLeftIsNotBroughtBackByWhatWasUnderWay() {
    // Given
    build();
    takeIn(change("ada", 1, 10));
    var left = new StandingChange(board, "ada", 2, 3, 20, NOW, false, NOW);

    // When
    var moves = takeIn(left).orElseThrow().moves().moves();
    takeIn(change("ada", 2, 20));

    // Then
    assertEquals(List.of(new Move("ada", 10L, null)), moves);
    assertEquals(0, everybody().size());
  }

  @Test
  void whatIsTooOldToBeJudgedIsRefused() {
    // Given
    build();
    var old = NOW.minusSeconds(61);

    // When
    var taken = takeIn(new StandingChange(board, "ada", 0, 1, 10, NOW, true, old)).orElseThrow();

    // Then
    assertEquals(List.of("ada"), taken.tooOld());
    assertEquals(0, everybody().size());
  }

  @Test
  void changesGoOnCountingWhileTheBoardChanges() {
    // Given
    build();
    long before = takeIn(change("ada", 1, 10)).orElseThrow().moves().step();

    // When
    long after = takeIn(change("bob", 1, 10), change("cy", 1, 5)).orElseThrow().moves().step();
    long repeated = takeIn(change("bob", 1, 10)).orElseThrow().moves().step();

    // Then
    assertEquals(before + 1, after);
    assertEquals(after, repeated);
  }

  @Test
  void whatHappensDuringABuildIsInTheNewGeneration() {
    // Given
    build(change("ada", 1, 10), change("bob", 1, 20));
    assertTrue(IndexReader.await(index.begin(board, "next", 0)));

    // When
    takeIn(change("ada", 2, 30));
    fill("next", change("ada", 1, 10), change("bob", 1, 20));
    takeIn(change("bob", 2, 5));
    var meanwhile = everybody();
    assertTrue(IndexReader.await(index.finish(board, "next", NOW, 0)));

    // Then
    var expected =
        new BoardSlice(
            4, 2, List.of(new RankedUser("ada", 30, 1, false), new RankedUser("bob", 5, 2, false)));
    assertEquals(expected, meanwhile);
    assertEquals(expected, everybody());
  }

  @Test
  void onlyOneBuildsAtATime() {
    assertTrue(IndexReader.await(index.begin(board, "one", 0)));
    assertFalse(IndexReader.await(index.begin(board, "other", 0)));
  }

  @Test
  void whoWasTakenForDeadCannotFinish() {
    // Given
    IndexReader.await(index.begin(board, "dead", 0));
    redis.key().del("laurel:board:{" + board.key() + "}:lease");

    // When
    assertTrue(IndexReader.await(index.begin(board, "alive", 0)));

    // Then
    assertTrue(IndexReader.await(index.takeIn(board, "dead", List.of(), NOW)).isEmpty());
    assertFalse(IndexReader.await(index.finish(board, "dead", NOW, 0)));
    assertTrue(IndexReader.await(index.finish(board, "alive", NOW, 0)));
  }

  @Test
  void aBoardWithMorePointsThanACodeExpressesHasNoIndex() {
    // Given
    build(change("ada", 1, 10));

    // When
    takeIn(change("bob", 1, ScoreEncoding.MAX_POINTS + 1));

    // Then
    assertTrue(IndexReader.await(index.stretch(board, 0, 10)).isEmpty());
    assertFalse(IndexReader.await(index.begin(board, "again", 0)));
  }

  private void build(StandingChange... standings) {
    assertTrue(IndexReader.await(index.begin(board, "first", 0)));
    fill("first", standings);
    assertTrue(IndexReader.await(index.finish(board, "first", NOW, 0)));
  }

  private void fill(String generation, StandingChange... standings) {
    var asRead =
        Stream.of(standings)
            .map(
                s ->
                    new StandingChange(
                        board,
                        s.user(),
                        0,
                        s.version(),
                        s.points(),
                        s.reachedAt(),
                        s.listed(),
                        NOW))
            .toList();
    assertTrue(IndexReader.await(index.takeIn(board, generation, asRead, NOW)).isPresent());
  }

  private Optional<BoardIndex.Taken> takeIn(StandingChange... changes) {
    return IndexReader.await(index.takeIn(board, List.of(changes)));
  }

  private StandingChange change(String user, long version, long points) {
    return new StandingChange(board, user, version - 1, version, points, NOW, true, NOW);
  }

  private BoardSlice everybody() {
    return IndexReader.await(index.stretch(board, 0, 99)).orElseThrow();
  }
}
