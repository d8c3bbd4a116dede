package dev.laurel.points;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.leaderboard.Board;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random results, regrades, repetitions and changes of rules, in any order and in batches, end with
 * the points that a plain model counts from the results and rules that hold in the end.
 */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class PoliciesPropertyTest {
  private static final Instant NOW = Instant.now().minus(Duration.ofDays(1));
  private static final int ROUNDS = 14;

  @Inject DataSource database;
  @Inject Recount recount;

  private final String teacher = Fresh.id("teacher");
  private final List<String> users = Stream.of("a", "b", "c").map(Fresh::id).toList();
  private final List<String> classes = Stream.of("x", "y").map(Fresh::id).toList();
  private final List<String> problems = Stream.of("p", "q", "r").map(Fresh::id).toList();
  private final Map<String, String> seasons = new HashMap<>();

  private final Map<String, SubmissionJson> newest = new LinkedHashMap<>();
  private final PolicyModel model = new PolicyModel();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void historiesEndWithWhatCountingFromScratchFinds(long seed) throws SQLException {
    // Given
    var random = new Random(seed);
    for (var classId : classes) {
      var members = new ArrayList<>(List.of(member(teacher, "instructor")));
      users.forEach(user -> members.add(member(user, "student")));
      putRoster(teacher, classId, "UTC", members).then().statusCode(204);
      seasons.put(classId, startSeason(classId));
    }

    // When
    var recounts = new ArrayList<CompletableFuture<Void>>();
    for (int round = 0; round < ROUNDS; round++) {
      var batch = new ArrayList<SubmissionJson>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        batch.add(random.nextInt(4) == 0 && !newest.isEmpty() ? regrade(random) : result(random));
      }
      if (random.nextInt(3) == 0 && !newest.isEmpty()) {
        batch.add(any(random, List.copyOf(newest.values())));
      }
      Collections.shuffle(batch, random);
      submit(batch).statusCode(200);
      if (random.nextInt(2) == 0) {
        putRules(any(random, classes), random);
        recounts.add(CompletableFuture.runAsync(recount::run));
      }
    }
    recounts.forEach(CompletableFuture::join);

    // Then
    var sql = new TestSql(database);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                sql.count(
                        "select count(*) from recount where class_id in (?, ?)",
                        classes.toArray(String[]::new))
                    == 0);
    for (var user : users) {
      for (var classId : classes) {
        assertEquals(
            model.onClass(newest.values(), user, classId),
            stored(sql, "class:" + classId, user),
            () -> user + " in " + classId);
      }
      assertEquals(model.total(newest.values(), user), total(sql, user), user);
    }
    for (var classId : classes) {
      assertEquals(
          stored(sql, "class:" + classId, users.get(0)),
          stored(sql, seasonBoard(classId), users.get(0)),
          "the season that counts everything");
      assertEquals(0, standingsOfAnotherTime(sql, classId), "reached_at in " + classId);
    }
  }

  private SubmissionJson result(Random random) {
    var result =
        SubmissionJson.practice(any(random, users))
            .with("class_id", random.nextInt(5) == 0 ? null : any(random, classes))
            .problem(any(random, problems), 10)
            .with("problem.points", any(random, List.of(0, 10, 12.5, 7.25)))
            .score(random.nextInt(-100, 101))
            .with("attempt_number", random.nextInt(1, 6))
            .with("passed", random.nextBoolean())
            .handedIn(NOW.plusSeconds(random.nextInt(4)))
            .at(NOW.plusSeconds(random.nextInt(10, 20)));
    newest.put(result.id(), result);
    return result;
  }

  private SubmissionJson regrade(Random random) {
    var old = any(random, List.copyOf(newest.values()));
    var revision = (int) old.fields().getOrDefault("revision", 1) + 1;
    var regrade = old.regraded(revision, random.nextInt(-100, 101));
    newest.put(regrade.id(), regrade);
    return regrade;
  }

  private void putRules(String classId, Random random) {
    var rules = new HashMap<String, Object>();
    if (random.nextInt(3) > 0) {
      rules.put("policy", policy(random));
    }
    var special = new ArrayList<Map<String, Object>>();
    for (var problem : problems) {
      if (random.nextInt(3) == 0) {
        var rule = new HashMap<String, Object>(Map.of("source", "gradebot", "id", problem));
        if (random.nextBoolean()) {
          rule.put("policy", policy(random));
        }
        if (random.nextBoolean()) {
          rule.put("points", any(random, List.of(0, 20, 33.33)));
        }
        special.add(rule);
      }
    }
    rules.put("problems", special);
    as(teacher, "instructor")
        .body(rules)
        .put("/api/classes/{id}/rules", classId)
        .then()
        .statusCode(200);
    model.put(classId, rules);
  }

  private static Map<String, Object> policy(Random random) {
    return any(
        random,
        List.of(
            Map.of("type", "best"),
            Map.of("type", "last"),
            Map.of("type", "first"),
            Map.of("type", "average"),
            Map.of("type", "penalty_per_attempt", "percent", 15),
            Map.of("type", "penalty_per_attempt", "percent", 30, "floor", 50)));
  }

  private String startSeason(String classId) {
    return as(teacher, "instructor")
        .body(
            Map.of(
                "class_id",
                classId,
                "name",
                "S",
                "starts_at",
                NOW.minus(Duration.ofDays(1)).toString()))
        .post("/api/seasons")
        .then()
        .extract()
        .jsonPath()
        .getString("id");
  }

  private String seasonBoard(String classId) {
    return Board.ofSeason(seasons.get(classId), classId).key();
  }

  /** Ties go by when the points became what they are, whichever way the time was found. */
  private static long standingsOfAnotherTime(TestSql sql, String classId) throws SQLException {
    return sql.count(
        """
        select count(*) from standing
        where board = 'class:' || ? and reached_at is distinct from (
          select coalesce(max(reached_at) filter (where points <> 0), min(reached_at)) from problem_score
          where problem_score.user_id = standing.user_id and scope = ?)""",
        classId,
        classId);
  }

  private static BigDecimal stored(TestSql sql, String board, String user) throws SQLException {
    return hundredths(
        sql.count(
            "select coalesce(sum(points), 0) from standing where board = ? and user_id = ?",
            board,
            user));
  }

  /** Without the points of achievements. */
  private static BigDecimal total(TestSql sql, String user) throws SQLException {
    var earned =
        hundredths(
            sql.count(
                "select coalesce(sum(points), 0) from earned_achievement where user_id = ?", user));
    return stored(sql, "global", user).subtract(earned);
  }

  private static BigDecimal hundredths(long count) {
    return BigDecimal.valueOf(count, 2);
  }

  private static <T> T any(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
