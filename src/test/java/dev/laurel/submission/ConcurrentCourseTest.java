package dev.laurel.submission;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.Api.Answer;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Fifty users with twenty submissions each, and one in a team of two: attempts at shared problems,
 * regrades up and down, and everything sent twice, concurrently, one by one and in batches. The
 * {@linkplain Course model} does not depend on the order of arrival, and must hold for any.
 */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrentCourseTest {
  private static final int USERS = 50;
  private static final int SUBMISSIONS = 20;
  private static final int BATCH = 25;

  private final String classId = Fresh.id("c");
  private final Course course = new Course();
  private final List<String> users =
      IntStream.range(0, USERS).mapToObj(i -> Fresh.id(i % 2 == 0 ? "a" : "b")).toList();

  @BeforeAll
  void postEverything() {
    var random = new Random(20_261_123);
    var all = new ArrayList<SubmissionJson>();
    for (int i = 0; i < USERS; i++) {
      all.addAll(workOf(i, random));
    }
    for (int i = 0; i < USERS; i += 2) {
      all.addAll(workOfTeam(users.get(i), users.get(i + 1), users.get((i + 3) % USERS)));
    }
    all.forEach(course::add);
    var twice = new ArrayList<>(all);
    twice.addAll(all);
    Collections.shuffle(twice, random);

    var requests = new ArrayList<CompletableFuture<Answer>>();
    int singles = twice.size() / 2;
    twice
        .subList(0, singles)
        .forEach(submission -> requests.add(Api.postAsync("/api/submissions", submission)));
    for (int from = singles; from < twice.size(); from += BATCH) {
      requests.add(
          Api.postAsync(
              "/api/submissions", twice.subList(from, Math.min(from + BATCH, twice.size()))));
    }
    var statuses =
        Api.join(requests).stream().collect(groupingBy(Answer::status, TreeMap::new, counting()));
    assertTrue(List.of(200, 201).containsAll(statuses.keySet()), statuses::toString);
  }

  /**
   * Every pair of users has the same results, so that there are ties; every fourth user has them at
   * the same moment as another. Nobody's achievements depend on the order: regrades leave
   * completions and full scores as they were, and everybody ends between 500 and 2,500 points.
   */
  private List<SubmissionJson> workOf(int user, Random shared) {
    var random = new Random(user / 2 + 7L);
    var at = "2026-03-02T%02d:00:00Z".formatted(8 + user % 4 / 2 * (user % 2));
    var work = new ArrayList<SubmissionJson>();
    while (work.size() < SUBMISSIONS) {
      int problem = work.size() % 12;
      var submission =
          SubmissionJson.practice(users.get(user))
              .problem(classId + "-p" + problem, 100)
              .with("kind", problem % 3 == 0 ? "assignment" : "practice")
              .with("attempt_number", work.size() / 12 + 1)
              .score(60 + random.nextInt(35))
              .at(at)
              .inClass(problem == 11 ? null : classId);
      work.add(submission);
      if (work.size() % 5 == 0) {
        work.add(submission.regraded(2 + shared.nextInt(3), 60 + random.nextInt(35)));
      }
    }
    return work;
  }

  /** The first revision names somebody else in place of a member. */
  private List<SubmissionJson> workOfTeam(String one, String other, String stranger) {
    var mistaken =
        SubmissionJson.practice(one)
            .ofTeam(one, stranger)
            .problem(classId + "-p12", 100)
            .with("attempt_number", 2)
            .score(70)
            .at("2026-03-02T08:00:00Z")
            .inClass(classId);
    return List.of(mistaken, mistaken.ofTeam(other, one).regraded(2, 75));
  }

  @Test
  void totalsEqualTheModel() {
    var expected = new TreeMap<String, Integer>();
    var actual = new TreeMap<String, Integer>();
    for (var user : users) {
      expected.put(user, course.total(user));
      actual.put(user, Api.me(user).getInt("total_points"));
    }
    assertEquals(expected, actual);
  }

  @Test
  void achievementsEqualTheModel() {
    for (var user : users) {
      assertEquals(Course.ACHIEVEMENTS, pointsByAchievement(user));
    }
  }

  /** An achievement announced twice counts twice. */
  private static Map<String, Integer> pointsByAchievement(String user) {
    var points = new HashMap<String, Integer>();
    Api.frames(user).stream()
        .filter(frame -> frame.get("type").equals("achievement_earned"))
        .forEach(
            frame ->
                points.merge(
                    (String) ((Map<?, ?>) frame.get("achievement")).get("id"),
                    (Integer) frame.get("points_earned"),
                    Integer::sum));
    return points;
  }

  @Test
  void everyLogIsNumberedWithoutGaps() {
    for (var user : users) {
      var seqs = Api.frames(user).stream().map(frame -> frame.get("seq")).toList();
      assertEquals(IntStream.rangeClosed(1, seqs.size()).boxed().toList(), seqs);
    }
  }

  @Test
  void pointsUpdatesInEveryLogAddUpToTheTotal() {
    for (var user : users) {
      int points = 0;
      for (var frame : Api.frames(user)) {
        if (frame.get("type").equals("points_update")) {
          assertEquals(points, frame.get("old_points"));
          points += (Integer) frame.get("points_earned");
          assertEquals(points, frame.get("new_points"));
        }
      }
      assertEquals(course.total(user), points);
    }
  }

  @Test
  void theClassBoardEqualsTheModel() {
    // When
    var board = Api.classBoard(classId, users.get(0));

    // Then
    var expected =
        course.board(users, classId).stream()
            .map(
                place ->
                    "%d %s %s %d %d"
                        .formatted(
                            place.rank(),
                            place.tied(),
                            place.user(),
                            place.points(),
                            place.completed()))
            .toList();
    var actual =
        board.<Map<String, Object>>getList("entries").stream()
            .map(
                entry ->
                    "%s %s %s %s %s"
                        .formatted(
                            entry.get("rank"),
                            entry.get("tied"),
                            ((Map<?, ?>) entry.get("user")).get("id"),
                            entry.get("total_points"),
                            entry.get("completed_problems")))
            .toList();
    assertEquals(expected, actual);
    assertEquals(USERS, board.getInt("pagination.total_count"));
  }

  @Test
  void theBoardHasTies() {
    assertTrue(course.board(users, classId).stream().anyMatch(Course.Entry::tied));
  }

  @Test
  void everybodysStreakIsOneDay() {
    for (var user : users) {
      // Who had only the work of a team, and left it, had none for a while.
      var streaks =
          Api.frames(user).stream()
              .filter(frame -> frame.get("type").equals("streak_update"))
              .map(frame -> frame.get("current_streak"))
              .toList();
      assertEquals(1, streaks.get(streaks.size() - 1), streaks::toString);
    }
  }
}
