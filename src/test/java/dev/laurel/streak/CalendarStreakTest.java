package dev.laurel.streak;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static java.time.temporal.ChronoUnit.DAYS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streaks by the calendars of classes. 2 March 2026 was a Monday. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class CalendarStreakTest {
  private static final String WORKING_DAYS =
      "{\"teaching_days\":[\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\"]}";

  @Inject DataSource database;
  @Inject StreakRecounts recounts;

  private final String course = Fresh.id("cs");
  private final String teacher = Fresh.id("teacher");
  private final String ada = Fresh.id("ada");
  private final SubmissionJson practice =
      SubmissionJson.practice(ada).inClass(course).problem(Fresh.id("p"), 1);
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  @BeforeEach
  void aClass() {
    roster(course, "UTC", ada);
  }

  @Test
  void aWeekendWithoutTeachingIsSafe() {
    // Given
    calendar(course, WORKING_DAYS);

    // When: Thursday, Friday, Monday.
    work("2026-03-05", "2026-03-06", "2026-03-09");

    // Then
    assertEquals(List.of(1, 2, 3), lengths());
  }

  @Test
  void workOnADayWithoutTeachingCounts() {
    // Given
    calendar(course, WORKING_DAYS);

    // When: Friday, Saturday, Monday.
    work("2026-03-06", "2026-03-07", "2026-03-09");

    // Then
    assertEquals(List.of(1, 2, 3), lengths());
  }

  @Test
  void aTeachingDayWithoutWorkEndsTheStreakAlsoAfterAWeekend() {
    // Given
    calendar(course, WORKING_DAYS);

    // When: Friday, Tuesday.
    work("2026-03-06", "2026-03-10");

    // Then
    assertEquals(List.of(1, 1), lengths());
  }

  @Test
  void holidaysAreSafe() {
    // Given
    calendar(course, "{\"holidays\":[{\"first_day\":\"2025-12-22\",\"last_day\":\"2026-01-06\"}]}");

    // When
    work("2025-12-20", "2025-12-21", "2026-01-07");

    // Then
    assertEquals(List.of(1, 2, 3), lengths());
  }

  @Test
  void aDayThatTheZoneLeftOutIsSafe() {
    // Given
    roster(course, "Pacific/Apia", ada);

    // When: 29 and 31 December 2011 in Samoa, which had no 30th.
    accept(practice.retried().at("2011-12-29T12:00:00Z"));
    accept(practice.retried().at("2011-12-30T12:00:00Z"));

    // Then
    assertEquals(List.of(1, 2), lengths());
  }

  @Test
  void aLateExcuseJoinsWhatTheMissedDayParted() {
    // Given
    work(today.minusDays(3), today.minusDays(1), today);
    int before = lengths().size();

    // When
    excuse(today.minusDays(2)).statusCode(204);

    // Then
    await().until(() -> me(ada).getInt("current_streak") == 3);
    assertEquals(List.of(3), lengths().subList(before, lengths().size()));
  }

  @Test
  void aWithdrawnExcusePartsItAgain() {
    // Given
    excuse(today.minusDays(2)).statusCode(204);
    work(today.minusDays(3), today.minusDays(1), today);
    assertEquals(3, me(ada).getInt("current_streak"));

    // When
    as(teacher, "instructor")
        .delete("/api/classes/{id}/members/{user}/excuses/{day}", course, ada, day(2))
        .then()
        .statusCode(204);

    // Then
    await().until(() -> me(ada).getInt("current_streak") == 2);
    assertEquals(2, lengths().get(lengths().size() - 1));
  }

  @Test
  void anExcuseOfAClassmateChangesNothing() {
    // Given
    var bob = Fresh.id("bob");
    roster(course, "UTC", ada, bob);
    work(today.minusDays(2), today);
    accept(SubmissionJson.practice(bob).inClass(course).at(at(today.minusDays(2))));
    accept(SubmissionJson.practice(bob).inClass(course).at(at(today)));
    var before = frames(bob);

    // When
    excuse(today.minusDays(1)).statusCode(204);

    // Then
    await().until(() -> me(ada).getInt("current_streak") == 2);
    assertEquals(before, frames(bob));
    assertEquals(1, me(bob).getInt("current_streak"));
  }

  @Test
  void anAwardOfTheStreakCountedAnewIsGivenOnce() {
    // Given
    work(today.minusDays(3), today.minusDays(1), today);
    long points = me(ada).getLong("total_points");
    assertEquals(0, awards("on-a-roll"));

    // When
    excuse(today.minusDays(2)).statusCode(204);
    await().until(() -> awards("on-a-roll") == 1);
    calendar(course, WORKING_DAYS);
    calendar(course, "{}");
    recounts.recountAll();

    // Then
    assertEquals(1, awards("on-a-roll"));
    assertTrue(me(ada).getLong("total_points") > points);
    var sum =
        frames(ada).stream()
            .filter(frame -> frame.get("type").equals("points_update"))
            .mapToInt(frame -> (int) frame.get("points_earned"))
            .sum();
    assertEquals(me(ada).getInt("total_points"), sum);
  }

  @Test
  void aCalendarThatChangesNothingOfAStreakIsSilent() {
    // Given
    work(today.minusDays(1), today);
    var before = frames(ada);

    // When
    calendar(course, "{\"holidays\":[{\"first_day\":\"2026-03-02\"}]}");
    await().until(() -> waiting() == 0);

    // Then
    assertEquals(before, frames(ada));
  }

  @Test
  void aChangedCalendarIsAnnouncedOnceToEachOfManyStudents() {
    // Given
    var students =
        IntStream.range(0, 230).mapToObj(i -> Fresh.id("student")).toArray(String[]::new);
    roster(course, "UTC", students);
    var results = new ArrayList<SubmissionJson>();
    for (var student : students) {
      results.add(SubmissionJson.practice(student).inClass(course).at(at(today.minusDays(2))));
      results.add(SubmissionJson.practice(student).inClass(course).at(at(today)));
    }
    IntStream.range(0, 5)
        .forEach(i -> submit(results.subList(92 * i, 92 * (i + 1))).statusCode(200));

    // When
    calendar(course, "{\"holidays\":[{\"first_day\":\"" + day(1) + "\"}]}");

    // Then
    await().until(() -> waiting() == 0);
    for (var student : students) {
      assertEquals(List.of(1, 1, 2), lengths(student));
    }
  }

  @Test
  void aNewTimeZoneOfTheClassCountsAnewWithoutAResult() {
    // Given: around noon of one day in Auckland, around midnight in Greenwich.
    roster(course, "Pacific/Auckland", ada);
    accept(practice.retried().at(at(today).minusSeconds(1)));
    accept(practice.retried().at(at(today)));
    assertEquals(1, me(ada).getInt("current_streak"));

    // When
    roster(course, "UTC", ada);

    // Then
    await().until(() -> me(ada).getInt("current_streak") == 2);
  }

  @Test
  void aStreakHoldsThatHoldsInAnyCalendar() {
    // Given
    var other = Fresh.id("maths");
    roster(other, "Asia/Tokyo", ada);
    calendar(other, "{\"holidays\":[{\"first_day\":\"2026-03-03\",\"last_day\":\"2026-03-09\"}]}");

    // When: all in the class that misses a week of teaching.
    work("2026-03-01", "2026-03-02", "2026-03-10");

    // Then
    assertEquals(3, lengths().get(lengths().size() - 1));
  }

  @Test
  void leavingTheClassWhoseCalendarHeldTheStreakEndsIt() {
    // Given
    var other = Fresh.id("maths");
    roster(other, "UTC", ada);
    calendar(other, "{\"holidays\":[{\"first_day\":\"" + day(1) + "\"}]}");
    work(today.minusDays(2), today);
    assertEquals(2, me(ada).getInt("current_streak"));

    // When
    roster(other, "UTC");

    // Then
    await().until(() -> me(ada).getInt("current_streak") == 1);
  }

  @Test
  void aStudentWhoJoinsAClassIsSafeOnItsHolidays() {
    // Given
    var other = Fresh.id("maths");
    roster(other, "UTC");
    calendar(other, "{\"holidays\":[{\"first_day\":\"" + day(1) + "\"}]}");
    work(today.minusDays(2), today);

    // When
    roster(other, "UTC", ada);

    // Then
    await().until(() -> me(ada).getInt("current_streak") == 2);
  }

  @Test
  void expiredResultsAreCountedAnewToo() throws SQLException {
    // Given
    work(today.minusDays(3), today.minusDays(1), today);
    expire();

    // When
    excuse(today.minusDays(2)).statusCode(204);

    // Then
    await().until(() -> me(ada).getInt("current_streak") == 3);
  }

  @Test
  void afterWorkTheDayIsSafe() {
    // When
    work(today);

    // Then
    var frame = updates(ada).get(0);
    assertEquals("safe_today", frame.get("state"));
    assertEquals(start(today.plusDays(1)), frame.get("safe_until"));
    assertEquals(start(today.plusDays(2)), frame.get("lapses_at"));
  }

  @Test
  void theDayAfterWorkIsAtRisk() {
    // When
    work(today.minusDays(1));

    // Then
    assertEquals("at_risk", updates(ada).get(0).get("state"));
    assertEquals("at_risk", me(ada).getString("streak_state"));
    assertEquals(start(today), me(ada).getString("streak_safe_until"));
    assertEquals(start(today.plusDays(1)), me(ada).getString("streak_lapses_at"));
  }

  @Test
  void theDayAfterWorkIsSafeOnAHoliday() {
    // Given
    calendar(course, "{\"holidays\":[{\"first_day\":\"" + day(0) + "\"}]}");

    // When
    work(today.minusDays(1));

    // Then
    assertEquals("safe_today", me(ada).getString("streak_state"));
    assertEquals(start(today.plusDays(2)), me(ada).getString("streak_lapses_at"));
  }

  @Test
  void aResultOfThePastSaysThatItsStreakHasLapsed() {
    // When
    work("2026-03-02");

    // Then
    var frame = updates(ada).get(0);
    assertEquals("lapsed", frame.get("state"));
    assertEquals(null, frame.get("lapses_at"));
  }

  @Test
  void aLapseIsAnnouncedOnce() throws SQLException {
    // Given: as if counted before the day without work was over.
    work(today.minusDays(2));
    execute("update streak set lapsed = false where user_id = ?");

    // When
    await().until(() -> updates(ada).size() == 2);
    recounts.recountAll();

    // Then
    assertEquals(2, updates(ada).size());
    var frame = updates(ada).get(1);
    assertEquals(0, frame.get("current_streak"));
    assertEquals("lapsed", frame.get("state"));
  }

  private void roster(String classId, String timeZone, String... students) {
    var members = new ArrayList<Object>(List.of(member(teacher, "instructor")));
    for (var student : students) {
      members.add(member(student, "student"));
    }
    putRoster(teacher, classId, timeZone, members).then().statusCode(204);
  }

  private void calendar(String classId, String body) {
    as(teacher, "instructor")
        .body(body)
        .put("/api/classes/{id}/calendar", classId)
        .then()
        .statusCode(200);
  }

  private ValidatableResponse excuse(LocalDate day) {
    return as(teacher, "instructor")
        .body("{}")
        .put("/api/classes/{id}/members/{user}/excuses/{day}", course, ada, day.toString())
        .then();
  }

  private void work(String... days) {
    for (var day : days) {
      work(LocalDate.parse(day));
    }
  }

  private void work(LocalDate... days) {
    for (var day : days) {
      accept(practice.retried().at(at(day)));
    }
  }

  private static Instant at(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static String start(LocalDate day) {
    return at(day).toString();
  }

  private String day(int ago) {
    return today.minus(ago, DAYS).toString();
  }

  private long awards(String achievement) {
    return frames(ada).stream()
        .filter(frame -> frame.get("type").equals("achievement_earned"))
        .filter(frame -> ((Map<?, ?>) frame.get("achievement")).get("id").equals(achievement))
        .count();
  }

  private List<Object> lengths() {
    return lengths(ada);
  }

  private static List<Object> lengths(String user) {
    return updates(user).stream().map(frame -> frame.get("current_streak")).toList();
  }

  private static List<Map<String, Object>> updates(String user) {
    return frames(user).stream()
        .filter(frame -> frame.get("type").equals("streak_update"))
        .toList();
  }

  private long waiting() throws SQLException {
    return count("select count(*) from streak where recount and class_id = ?", course);
  }

  private long count(String sql, String parameter) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      var rows = statement.executeQuery();
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Keeps of the results what retention keeps. */
  private void expire() throws SQLException {
    execute(
        "insert into expired_work select user_id, date_trunc('hour', submitted_at) from submission where user_id = ?");
    execute("delete from submission where user_id = ?");
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, ada);
      statement.executeUpdate();
    }
  }
}
