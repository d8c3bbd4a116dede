package dev.laurel.rehearsal;

import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.AchievementJson;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After random histories, random changes do what their rehearsals said, to everybody, and the
 * rehearsals do nothing.
 */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RehearsalPropertyTest {
  private static final int STUDENTS = 26;
  private static final int ROUNDS = 8;
  private static final List<String> WEEK =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  /** A change that can be rehearsed. */
  private record Change(String method, String path, Object body) {}

  @Inject DataSource database;

  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private final List<SubmissionJson> results = new ArrayList<>();
  private RehearsedClass course;
  private List<String> problems;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aChangeDoesWhatItsRehearsalSaid(long seed) throws SQLException {
    // Given
    var random = new Random(seed);
    course = new RehearsedClass(database, STUDENTS);
    problems = List.of("p-" + course.mark, "q-" + course.mark, "r-" + course.mark);
    var kinds = new HashSet<String>();
    for (int round = 0; round < ROUNDS; round++) {
      hand(random);
      var change = change(random, round);
      course.awaitCounted();
      var rows = course.rows();
      var before = course.actual();

      // When
      var rehearsal = course.rehearse(change.method(), change.path(), change.body());

      // Then
      assertEquals(rows, course.rows(), () -> "changed by a rehearsal of " + change);
      course
          .change(change.method(), change.path(), change.body())
          .then()
          .statusCode(anyOf(is(200), is(204)));
      course.awaitCounted();
      var after = course.actual();
      var expected = new TreeMap<String, Map<String, Object>>();
      before.forEach(
          (user, state) -> {
            if (!state.equals(after.get(user))) {
              expected.put(user, state.to(after.get(user)));
            }
          });
      var said = new TreeMap<String, Map<String, Object>>();
      RehearsedClass.changes(rehearsal).forEach((user, told) -> said.put(user, Actual.said(told)));
      assertEquals(expected, said, () -> change.toString());
      assertEquals(true, rehearsal.get("complete"));
      said.values().forEach(told -> kinds.addAll(changed(told)));
    }
    assertEquals(Set.of("points", "rank", "streak", "achievements", "level"), kinds, "covered");
  }

  private static Set<String> changed(Map<String, Object> change) {
    var kinds = new HashSet<String>();
    for (var name : List.of("points", "rank", "streak", "level")) {
      if (!Objects.equals(change.get(name + "_before"), change.get(name + "_after"))) {
        kinds.add(name);
      }
    }
    if (!((List<?>) change.get("achievements_gained")).isEmpty()) {
      kinds.add("achievements");
    }
    return kinds;
  }

  private void hand(Random random) {
    var batch = new ArrayList<SubmissionJson>();
    for (int i = 0; i < 40; i++) {
      var handedIn = at(today.minusDays(random.nextInt(6))).plusSeconds(random.nextInt(60));
      batch.add(
          course
              .practice(any(random, course.users))
              .problem(any(random, problems), 10)
              .score(random.nextInt(-20, 101))
              .with("attempt_number", random.nextInt(1, 4))
              .with("class_id", random.nextInt(6) == 0 ? null : course.id)
              .handedIn(handedIn));
    }
    for (int i = 0; i < 5 && !results.isEmpty(); i++) {
      batch.add(any(random, results).regraded(100 + results.size() + i, random.nextInt(101)));
    }
    submit(batch).statusCode(200);
    results.addAll(batch.subList(0, 40));
  }

  private static Instant at(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private Change change(Random random, int round) {
    return switch (round % 5) {
      case 0 -> new Change("PUT", course.path("/levels"), levels(random));
      case 1 -> new Change("PUT", course.path("/rules"), rules(random));
      case 2 -> new Change("PUT", course.path("/achievements"), achievements(random, round));
      case 3 -> new Change("PUT", course.path("/calendar"), calendar(random));
      default -> excuse(random);
    };
  }

  private static List<Map<String, Object>> levels(Random random) {
    var levels = new ArrayList<Map<String, Object>>();
    for (int points = 3; points < 30; points += random.nextInt(3, 12)) {
      levels.add(Map.of("name", "from " + points, "points", points));
    }
    return levels;
  }

  private Map<String, Object> rules(Random random) {
    var special = new ArrayList<Map<String, Object>>();
    for (var problem : problems) {
      if (random.nextBoolean()) {
        var rule = new HashMap<String, Object>(Map.of("source", "gradebot", "id", problem));
        rule.put("points", any(random, List.of(0, 20, 33.33)));
        special.add(rule);
      }
    }
    return Map.of(
        "policy",
        Map.of("type", any(random, List.of("last", "first", "average"))),
        "problems",
        special);
  }

  private List<Map<String, Object>> achievements(Random random, int round) {
    return List.of(
        achievement("a" + round, "completions", random.nextInt(1, 4)),
        achievement("b" + round, "points", random.nextInt(5, 20)),
        achievement("c" + round, "streak", random.nextInt(1, 4)));
  }

  private Map<String, Object> achievement(String stem, String type, int threshold) {
    return AchievementJson.of(
        stem + "-" + course.mark, 2.5, Map.of("type", type, "threshold", threshold));
  }

  private Map<String, Object> calendar(Random random) {
    var off = today.minusDays(random.nextInt(1, 6));
    return Map.of(
        "teaching_days",
        WEEK.stream().filter(day -> day.equals("monday") || random.nextInt(3) > 0).toList(),
        "holidays",
        List.of(Map.of("first_day", off.toString())));
  }

  private Change excuse(Random random) {
    return new Change(
        "PUT",
        course.path(
            "/members/"
                + any(random, course.users)
                + "/excuses/"
                + today.minusDays(random.nextInt(1, 6))),
        Map.of("last_day", today.toString()));
  }

  private static <T> T any(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
