package dev.laurel.authority;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.submit;
import static dev.laurel.testing.Api.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A class whose numbers come from elsewhere at times, beside one of Laurel's with the same history.
 */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class AuthorityPropertyTest {
  private static final int STUDENTS = 3;
  private static final int STEPS = 40;

  /** A result of the history, for one of the students. */
  private record Work(int student, Map<MovingClass, SubmissionJson> sent, int revision) {}

  private MovingClass moving;
  private MovingClass owned;
  private Random random;
  private final List<Work> works = new ArrayList<>();
  private String mode = "owner";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whereLaurelsNumbersCountInTheEndTheyAreThoseOfAClassOfLaurels(long seed) {
    // Given
    moving = new MovingClass(STUDENTS);
    owned = new MovingClass(STUDENTS);
    random = new Random(seed);

    // When
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    change("owner");

    // Then
    for (int student = 0; student < STUDENTS; student++) {
      assertEquals(numbers(owned, student), numbers(moving, student), "student " + student);
      assertLedgerAddsUp(moving.students.get(student));
    }
  }

  private void step() {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> submitNew();
      case 4, 5 -> regrade();
      case 6 -> withdraw();
      case 7 -> adjust();
      case 8 -> report();
      default -> change(List.of("owner", "delivery", "shadow").get(random.nextInt(3)));
    }
  }

  private void change(String wanted) {
    if (!wanted.equals(mode)) {
      moving.change(wanted);
      mode = wanted;
    }
  }

  private void submitNew() {
    int student = random.nextInt(STUDENTS);
    var problem = "p" + random.nextInt(4);
    var at = Instant.now().minus(random.nextInt(6), ChronoUnit.DAYS);
    var result =
        SubmissionJson.practice("x")
            .with("submission_id", Fresh.id("s"))
            .problem(problem, 100)
            .score(random.nextInt(101))
            .at(at);
    send(new Work(student, forBoth(result, student), 1));
  }

  private Map<MovingClass, SubmissionJson> forBoth(SubmissionJson result, int student) {
    var sent = new HashMap<MovingClass, SubmissionJson>();
    for (var course : List.of(moving, owned)) {
      var user = course.students.get(student);
      sent.put(
          course,
          result
              .with("submission_id", Fresh.id("s"))
              .with("user.id", user)
              .with("user.username", user)
              .inClass(course.id));
    }
    return sent;
  }

  private void send(Work work) {
    works.add(work);
    work.sent().values().forEach(result -> submit(result));
  }

  private void regrade() {
    if (!works.isEmpty()) {
      var work = works.remove(random.nextInt(works.size()));
      int score = random.nextInt(101);
      var sent = new HashMap<MovingClass, SubmissionJson>();
      work.sent()
          .forEach(
              (course, result) -> sent.put(course, result.regraded(work.revision() + 1, score)));
      send(new Work(work.student(), sent, work.revision() + 1));
    }
  }

  private void withdraw() {
    if (!works.isEmpty()) {
      works
          .get(random.nextInt(works.size()))
          .sent()
          .values()
          .forEach(
              result ->
                  as("django", "grader")
                      .post("/api/submissions/{source}/{id}/withdrawal", "gradebot", result.id())
                      .then()
                      .statusCode(200));
    }
  }

  private void adjust() {
    int student = random.nextInt(STUDENTS);
    int points = random.nextInt(41) - 20;
    for (var course : List.of(moving, owned)) {
      as("django", "grader")
          .body(
              text(
                  Map.of(
                      "source",
                      "desk",
                      "id",
                      Fresh.id("a"),
                      "user_id",
                      course.students.get(student),
                      "class_id",
                      course.id,
                      "points",
                      points,
                      "reason",
                      "By hand")))
          .post("/api/adjustments");
    }
  }

  private void report() {
    moving
        .report(
            Map.of(
                "user",
                Map.of("id", moving.students.get(random.nextInt(STUDENTS))),
                "points",
                random.nextInt(1_000),
                "completions",
                random.nextInt(9)))
        .statusCode(200);
  }

  private static List<Object> numbers(MovingClass course, int student) {
    var user = course.students.get(student);
    var board = Api.classBoard(course.id, user);
    var own = "entries.find { it.user.id == '" + user + "' }";
    var none = board.get(own) == null;
    return List.of(
        none ? 0f : board.getFloat(own + ".total_points"),
        none ? 0 : board.getInt(own + ".completed_problems"),
        me(user).getInt("current_streak"));
  }

  private static void assertLedgerAddsUp(String user) {
    var ledger = as(user).queryParam("limit", 500).get("/api/me/ledger").jsonPath();
    var changes = ledger.getList("items.change", Number.class);
    double sum = changes.stream().mapToDouble(Number::doubleValue).sum();
    assertEquals(ledger.getDouble("total_points"), sum, 0.001);
  }
}
