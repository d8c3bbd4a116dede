package dev.laurel.streak;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.students;
import static dev.laurel.testing.Api.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class StreakTest {
  private final String user = Fresh.id("u");
  private final SubmissionJson practice = SubmissionJson.practice(user).problem(Fresh.id("p"), 1);

  @Test
  void consecutiveDaysAreCounted() {
    // When
    accept(practice.retried().at("2026-03-02T10:00:00Z"));
    accept(practice.retried().at("2026-03-03T00:00:00Z"));
    accept(practice.retried().at("2026-03-04T23:59:59Z"));

    // Then
    assertEquals(List.of(1, 2, 3), streaks());
  }

  @Test
  void aDayCountsOnce() {
    // When
    accept(practice.retried().at("2026-03-02T10:00:00Z"));
    accept(practice.retried().at("2026-03-02T11:00:00Z"));

    // Then
    assertEquals(List.of(1), streaks());
  }

  @Test
  void aGapRestartsTheStreak() {
    // When
    accept(practice.retried().at("2026-03-02T10:00:00Z"));
    accept(practice.retried().at("2026-03-03T10:00:00Z"));
    accept(practice.retried().at("2026-03-05T10:00:00Z"));

    // Then
    assertEquals(List.of(1, 2, 1), streaks());
  }

  @Test
  void streaksContinueAcrossMonthEndsAndLeapDays() {
    // When
    accept(practice.retried().at("2024-02-28T10:00:00Z"));
    accept(practice.retried().at("2024-02-29T10:00:00Z"));
    accept(practice.retried().at("2024-03-01T10:00:00Z"));

    // Then
    assertEquals(List.of(1, 2, 3), streaks());
  }

  @Test
  void anIncompleteResultDoesNotCount() {
    // When
    accept(practice.retried().at("2026-03-02T10:00:00Z"));
    accept(practice.retried().score(10).at("2026-03-03T10:00:00Z"));

    // Then
    assertEquals(List.of(1), streaks());
  }

  @Test
  void anAssignmentCountsToo() {
    // When
    accept(practice.retried().with("kind", "assignment").at("2026-03-02T10:00:00Z"));

    // Then
    assertEquals(List.of(1), streaks());
  }

  @Test
  void theClassCalendarDecidesTheDay() {
    // Given
    var berlin = classIn("Europe/Berlin");

    // When: in Berlin, 3 and 4 March.
    accept(practice.retried().inClass(berlin).at("2026-03-02T23:30:00Z"));
    accept(practice.retried().inClass(berlin).at("2026-03-03T23:30:00Z"));

    // Then
    assertEquals(List.of(1, 2), streaks());
  }

  @Test
  void halfPastElevenInGreenwichIsTomorrowInBerlin() {
    // Given
    var berlin = classIn("Europe/Berlin");
    accept(practice.retried().inClass(berlin).at("2026-03-02T10:00:00Z"));

    // When
    accept(practice.retried().inClass(berlin).at("2026-03-02T23:30:00Z"));

    // Then
    assertEquals(List.of(1, 2), streaks());
  }

  @Test
  void summerTimeMovesTheEndOfTheDay() {
    // Given
    var berlin = classIn("Europe/Berlin");
    accept(practice.retried().inClass(berlin).at("2026-03-29T12:00:00Z"));

    // When: 22:30Z is 00:30 on the 30th, by the summer time that began on the 29th.
    accept(practice.retried().inClass(berlin).at("2026-03-29T22:30:00Z"));

    // Then
    assertEquals(List.of(1, 2), streaks());
  }

  @Test
  void aDayBehindGreenwichIsCountedThere() {
    // Given
    var honolulu = classIn("Pacific/Honolulu");
    accept(practice.retried().inClass(honolulu).at("2026-03-03T09:00:00Z"));

    // When: 2 March, 23:00, and 3 March, 00:00.
    accept(practice.retried().inClass(honolulu).at("2026-03-03T10:00:00Z"));

    // Then
    assertEquals(List.of(1, 2), streaks());
  }

  @Test
  void aLateResultClosesAGap() {
    // Given
    accept(practice.retried().at("2026-03-02T10:00:00Z"));
    accept(practice.retried().at("2026-03-04T10:00:00Z"));

    // When
    accept(practice.retried().at("2026-03-03T10:00:00Z"));

    // Then
    assertEquals(List.of(1, 1, 3), streaks());
  }

  @Test
  void aLateResultBeforeAGapChangesNothing() {
    // Given
    accept(practice.retried().at("2026-03-05T10:00:00Z"));

    // When
    accept(practice.retried().at("2026-03-02T10:00:00Z"));

    // Then
    assertEquals(List.of(1), streaks());
  }

  @Test
  void aRegradeThatFailsTakesTheDayAway() {
    // Given
    accept(practice.retried().at("2026-03-02T10:00:00Z"));
    var second = practice.retried().at("2026-03-03T10:00:00Z");
    accept(second);

    // When
    accept(second.regraded(2, 10));

    // Then
    assertEquals(List.of(1, 2, 1), streaks());
  }

  @Test
  void aRegradeThatFailsTheOnlyDayEndsTheStreak() {
    // Given
    var only = practice.at("2026-03-02T10:00:00Z");
    accept(only);

    // When
    accept(only.regraded(2, 10));

    // Then
    assertEquals(List.of(1, 0), streaks());
  }

  @Test
  void aLostDayCanBeWonBack() {
    // Given
    var only = practice.at("2026-03-02T10:00:00Z");
    accept(only);
    accept(only.regraded(2, 10));

    // When
    accept(only.regraded(3, 90));

    // Then
    assertEquals(List.of(1, 0, 1), streaks());
  }

  @Test
  void aDayLostAndWonInOneBatchCounts() {
    // Given
    var only = practice.at("2026-03-02T10:00:00Z");

    // When
    submit(List.of(only, only.regraded(2, 10), only.retried())).statusCode(200);

    // Then
    assertEquals(List.of(1, 0, 1), streaks());
  }

  @Test
  void aDayWithAnotherCompletedProblemStays() {
    // Given
    var first = practice.at("2026-03-02T10:00:00Z");
    accept(first);
    accept(practice.retried().at("2026-03-02T12:00:00Z"));

    // When
    accept(first.regraded(2, 10));

    // Then
    assertEquals(List.of(1), streaks());
  }

  @Test
  void aRegradeAboutAnotherDayMovesTheDay() {
    // Given
    accept(practice.retried().at("2026-03-02T10:00:00Z"));
    var second = practice.retried().at("2026-03-04T10:00:00Z");
    accept(second);

    // When
    accept(second.regraded(2, 80).at("2026-03-03T10:00:00Z"));

    // Then
    assertEquals(List.of(1, 1, 2), streaks());
  }

  @Test
  void workInClassesOfDifferentZonesWithinMinutesIsOneDay() {
    // Given
    var auckland = classIn("Pacific/Auckland");
    var losAngeles = classIn("America/Los_Angeles");

    // When: 3 March in Auckland, 2 March in Los Angeles.
    accept(practice.retried().inClass(auckland).at("2026-03-02T20:00:00Z"));
    accept(practice.retried().inClass(losAngeles).at("2026-03-02T20:05:00Z"));

    // Then
    assertEquals(List.of(1), streaks());
  }

  @Test
  void workInClassesOfDifferentZonesInTheOtherOrderIsOneDay() {
    // Given
    var auckland = classIn("Pacific/Auckland");
    var losAngeles = classIn("America/Los_Angeles");

    // When
    accept(practice.retried().inClass(losAngeles).at("2026-03-02T20:00:00Z"));
    accept(practice.retried().inClass(auckland).at("2026-03-02T20:05:00Z"));

    // Then
    assertEquals(List.of(1), streaks());
  }

  @Test
  void daysInClassesOfDifferentZonesContinueAStreak() {
    // Given
    var auckland = classIn("Pacific/Auckland");
    var losAngeles = classIn("America/Los_Angeles");

    // When
    accept(practice.retried().inClass(auckland).at("2026-03-02T20:00:00Z"));
    accept(practice.retried().inClass(losAngeles).at("2026-03-03T20:05:00Z"));
    accept(practice.retried().inClass(auckland).at("2026-03-04T20:00:00Z"));

    // Then
    assertEquals(List.of(1, 2, 3), streaks());
  }

  @Test
  void theFirstClassDecidesAlsoTheDaysOfEarlierWorkOutsideClasses() {
    // Given: 2 March in Greenwich, 3 March in Auckland.
    var auckland = classIn("Pacific/Auckland");
    accept(practice.retried().at("2026-03-02T20:00:00Z"));

    // When
    accept(practice.retried().inClass(auckland).at("2026-03-02T20:05:00Z"));

    // Then
    assertEquals(1, days());
    accept(practice.retried().inClass(auckland).at("2026-03-03T20:00:00Z"));
    assertEquals(2, days());
  }

  @Test
  void aNewTimeZoneOfTheClassMovesAllDays() {
    // Given
    var classId = classIn("UTC");
    accept(practice.retried().inClass(classId).at("2026-03-02T20:00:00Z"));
    putRoster("teacher", classId, "Pacific/Auckland", students(user)).then().statusCode(204);

    // When
    accept(practice.retried().inClass(classId).at("2026-03-02T20:05:00Z"));

    // Then
    assertEquals(1, days());
  }

  @Test
  void aNewStreakFollowsTheCalendarOfItsClass() {
    // Given
    var auckland = classIn("Pacific/Auckland");
    var losAngeles = classIn("America/Los_Angeles");
    accept(practice.retried().inClass(auckland).at("2026-03-02T20:00:00Z"));

    // When: 9 March 23:00 and 10 March 00:00 in Los Angeles, one day in Auckland.
    accept(practice.retried().inClass(losAngeles).at("2026-03-10T06:00:00Z"));
    accept(practice.retried().inClass(losAngeles).at("2026-03-10T07:00:00Z"));

    // Then
    assertEquals(List.of(1, 1, 2), streaks());
  }

  @Test
  void aRegradeThatFailsTakesTheDayAwayThatAnotherClassDecided() {
    // Given
    var auckland = classIn("Pacific/Auckland");
    var losAngeles = classIn("America/Los_Angeles");
    accept(practice.retried().inClass(auckland).at("2026-03-02T20:00:00Z"));
    var second = practice.retried().inClass(losAngeles).at("2026-03-03T20:05:00Z");
    accept(second);

    // When
    accept(second.regraded(2, 10));

    // Then
    assertEquals(List.of(1, 2, 1), streaks());
  }

  @Test
  void aNewStreakOfTheSameLengthIsAnnounced() {
    // When
    accept(practice.retried().at("2026-03-02T10:00:00Z"));
    accept(practice.retried().at("2026-03-05T10:00:00Z"));

    // Then
    assertEquals(List.of(1, 1), streaks());
  }

  @Test
  void theProfileSaysWhenTheStreakLapses() {
    // Given
    var auckland = classIn("Pacific/Auckland");
    var now = Instant.now();

    // When
    accept(practice.retried().inClass(auckland).at(now));

    // Then
    var zone = ZoneId.of("Pacific/Auckland");
    var lapse = LocalDate.ofInstant(now, zone).plusDays(2).atStartOfDay(zone).toInstant();
    assertEquals(lapse, Instant.parse(me(user).getString("streak_lapses_at")));
  }

  @Test
  void theProfileShowsAStreakThatLastsToday() {
    // When
    var now = Instant.now();
    accept(practice.retried().at(now.minus(Duration.ofDays(1))));
    accept(practice.retried().at(now));

    // Then
    assertEquals(2, me(user).getInt("current_streak"));
  }

  @Test
  void theProfileShowsNoStreakAfterAMissedDay() {
    // When
    accept(practice.at(Instant.now().minus(Duration.ofDays(2))));

    // Then
    assertEquals(0, me(user).getInt("current_streak"));
    assertNull(me(user).get("streak_lapses_at"));
  }

  @Test
  void yesterdaysStreakIsNotLostYet() {
    // When
    accept(practice.at(Instant.now().minus(Duration.ofDays(1))));

    // Then
    assertEquals(1, me(user).getInt("current_streak"));
  }

  private String classIn(String timeZone) {
    var classId = Fresh.id("c");
    putRoster("teacher", classId, timeZone, students(user)).then().statusCode(204);
    return classId;
  }

  /** The user's streak after the last event. */
  private int days() {
    var streaks = streaks();
    return (Integer) streaks.get(streaks.size() - 1);
  }

  /** The streaks in the user's log, in order. */
  private List<Object> streaks() {
    return frames(user).stream()
        .filter(frame -> frame.get("type").equals("streak_update"))
        .map(frame -> frame.get("current_streak"))
        .toList();
  }
}
