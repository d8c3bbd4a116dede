package dev.laurel.submission.results;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.text;
import static java.time.temporal.ChronoUnit.DAYS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.submission.Balance;
import dev.laurel.submission.Balances;
import dev.laurel.submission.Balances.Item;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Numbers of users from elsewhere, of which the results are not known. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class BalancesTest {
  @Inject Balances balances;
  @Inject ResultRetention retention;
  @Inject DataSource database;

  private final String ada = Fresh.id("ada");
  private final String teacher = Fresh.id("teacher");
  private final String classId = Fresh.id("c");
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private final Balance numbers = new Balance(12, 5, today.minusDays(1), 5);

  @BeforeEach
  void aClass() {
    putRoster(
            teacher, classId, "UTC", List.of(member(teacher, "instructor"), member(ada, "student")))
        .then()
        .statusCode(204);
  }

  private Item item(int points, Balance balance) {
    return new Item("old", "b", ada, null, classId, points, balance, "Opening balance", null);
  }

  private Outcome put(int points, Balance balance) {
    return balances.put(List.of(named(item(points, balance)))).get(0);
  }

  /** Of a source of the test's own. */
  private Item named(Item item) {
    return new Item(
        "old-" + classId,
        item.id(),
        item.userId(),
        item.username(),
        item.classId(),
        item.points(),
        item.balance(),
        item.title(),
        item.at());
  }

  private void assertNumbers(float points, int completions, int streak) {
    assertEquals(streak, me(ada).getInt("current_streak"));
    var board = classBoard(classId, ada);
    assertEquals(points, board.getFloat("entries[0].total_points"));
    assertEquals(completions, board.getInt("entries[0].completed_problems"));
  }

  @Test
  void aBalanceCountsOnAllBoardsAndNobodyIsNotified() {
    // When
    var outcome = put(10_050, numbers);

    // Then
    assertEquals(Status.accepted, outcome.outcome());
    assertNumbers(100.5f, 12, 5);
    assertEquals(List.of(), frames(ada));
    as(ada)
        .get("/api/me/ledger")
        .then()
        .body("items.findAll { it.cause == 'balance' }.submission_id", contains("b"))
        .body("items.findAll { it.cause == 'balance' }.change", contains(100.5f));
  }

  @Test
  void theSameBalanceAgainChangesNothing() {
    // Given
    put(10_050, numbers);

    // When
    var again = put(10_050, numbers);

    // Then
    assertEquals(Status.duplicate, again.outcome());
    assertNumbers(100.5f, 12, 5);
  }

  @Test
  void anotherBalanceTakesThePlaceOfTheOneBefore() {
    // Given
    put(10_050, numbers);

    // When
    put(-250, new Balance(3, 2, today, 2));

    // Then
    assertNumbers(-2.5f, 3, 2);
  }

  @Test
  void resultsAreAddedAndGoOnWithTheStreak() {
    // Given
    put(10_050, numbers);

    // When
    accept(SubmissionJson.practice(ada).inClass(classId));

    // Then
    assertNumbers(180.5f, 13, 6);
  }

  @Test
  void theDaysOfTheStreakAreThoseOfTheClassesCalendar() {
    // Given
    as(teacher, "instructor")
        .body(text(Map.of("teaching_days", List.of("monday", "tuesday", "wednesday"))))
        .put("/api/classes/{id}/calendar", classId)
        .then()
        .statusCode(200);
    var monday = today.minusDays(7).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    put(10_050, new Balance(12, 5, monday, 5));

    // When
    for (int i = 1; i <= 2; i++) {
      accept(SubmissionJson.practice(ada).inClass(classId).at(noon(monday.plusDays(i))));
    }

    // Then
    var frames = frames(ada);
    assertEquals(
        List.of(6, 7),
        frames.stream()
            .filter(frame -> frame.get("type").equals("streak_update"))
            .map(frame -> frame.get("current_streak"))
            .toList());
  }

  private static Instant noon(LocalDate day) {
    return day.atTime(12, 0).toInstant(ZoneOffset.UTC);
  }

  @Test
  void theLongestStreakEarnsWhatGoesByIt() {
    // Given
    var achievement = Fresh.id("nine");
    as(teacher, "instructor")
        .body(
            text(
                Map.of(
                    "id",
                    achievement,
                    "name",
                    "Nine",
                    "description",
                    "Nine days",
                    "badge_type",
                    "star",
                    "rarity",
                    "rare",
                    "points",
                    0,
                    "criteria",
                    Map.of("type", "streak", "threshold", 9))))
        .post("/api/classes/{id}/achievements", classId)
        .then()
        .statusCode(201);

    // When
    put(100, new Balance(12, 5, today, 9));

    // Then
    assertTrue(me(ada).getList("achievements.id").contains(achievement));
  }

  @Test
  void aWithdrawnBalanceCountsNoMore() {
    // Given
    put(10_050, numbers);

    // When
    assertTrue(balances.withdraw("old-" + classId, "b", true));

    // Then
    assertNumbers(0, 0, 0);
    assertEquals(List.of(), me(ada).getList("achievements"));

    // And then
    put(10_050, numbers);
    assertNumbers(100.5f, 12, 5);
  }

  @Test
  void recountsLeaveABalanceAsItIs() {
    // Given
    put(10_050, numbers);
    accept(SubmissionJson.practice(ada).inClass(classId));
    accept(SubmissionJson.practice(ada).inClass(classId).problem("two", 100));

    // When
    as(teacher, "instructor")
        .body(text(Map.of("policy", Map.of("type", "average"))))
        .put("/api/classes/{id}/rules", classId)
        .then()
        .statusCode(200);
    as(teacher, "instructor")
        .body(
            text(
                Map.of(
                    "holidays",
                    List.of(
                        Map.of(
                            "first_day",
                            today.minusDays(100).toString(),
                            "last_day",
                            today.minusDays(90).toString())))))
        .put("/api/classes/{id}/calendar", classId)
        .then()
        .statusCode(200);
    accept(SubmissionJson.practice(ada).inClass(classId).problem("two", 100).score(40));

    // Then
    await().untilAsserted(() -> assertNumbers(240.5f, 14, 6));
  }

  @Test
  void aBalanceDoesNotExpire() throws SQLException {
    // Given
    put(10_050, numbers);
    accept(SubmissionJson.practice(ada).inClass(classId));

    // When
    new TestSql(database)
        .execute(
            "update submission set received_at = received_at - interval '400 days' where user_id = ?",
            ada);
    retention.prune(Instant.now().minus(300, DAYS), 100, part -> true);
    put(5_050, numbers);

    // Then
    assertNumbers(130.5f, 13, 6);
  }

  @Test
  void aBalanceCountsInNoSeason() {
    // Given
    var season =
        as(teacher, "instructor")
            .body(
                text(
                    Map.of(
                        "class_id",
                        classId,
                        "name",
                        "Autumn",
                        "starts_at",
                        noon(today.minusDays(9)).toString())))
            .post("/api/seasons")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("id");

    // When
    put(10_050, numbers);
    accept(SubmissionJson.practice(ada).inClass(classId));

    // Then
    await()
        .untilAsserted(
            () ->
                as(ada)
                    .get("/api/leaderboards/seasons/{id}", season)
                    .then()
                    .body("entries.total_points", contains(80)));
  }

  @Test
  void anErasedUserDoesNotComeBackByARepetition() throws SQLException {
    // Given
    put(10_050, numbers);
    as("operator", "operator").delete("/api/users/{id}/data", ada).then().statusCode(204);

    // When
    var outcome = put(10_050, numbers);

    // Then
    assertEquals(Status.duplicate, outcome.outcome());
    assertEquals(0, new TestSql(database).count("select count(*) from learner where id = ?", ada));
  }
}
