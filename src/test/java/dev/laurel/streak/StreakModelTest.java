package dev.laurel.streak;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.streak.StreakModel.ClassDays;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random results, regrades, repetitions, expiries, calendars, excuses and rosters, in any order,
 * against {@link StreakModel}, which counts from scratch.
 */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class StreakModelTest {
  private static final int STEPS = 60;
  private static final int DAYS = 30;
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Pacific/Auckland",
          "America/Los_Angeles",
          "Asia/Kathmandu",
          "America/Havana",
          "Africa/Cairo");

  @Inject DataSource database;

  private final String teacher = Fresh.id("teacher");
  private final String ada = Fresh.id("ada");
  private final StreakModel model = new StreakModel();
  private final Map<String, SubmissionJson> sent = new LinkedHashMap<>();
  private final List<String> classIds = List.of(Fresh.id("a"), Fresh.id("b"), Fresh.id("c"));
  private Random random;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void streaksAreThoseOfAModelThatCountsFromScratch(long seed) throws SQLException {
    // Given
    random = new Random(seed);
    for (var classId : classIds) {
      model.classes.put(classId, new ClassDays());
      roster(classId, true);
    }

    for (int step = 0; step < STEPS; step++) {
      // When
      act();

      // Then
      if (step == STEPS - 1 || random.nextInt(6) == 0) {
        await().atMost(Duration.ofSeconds(15)).untilAsserted(this::assertLikeTheModel);
      }
    }
    assertAnnouncedOnce();
  }

  private void act() throws SQLException {
    int choice = random.nextInt(100);
    if (choice < 45 || sent.isEmpty()) {
      work();
    } else if (choice < 60) {
      regrade();
    } else if (choice < 65) {
      submit(any(sent.values())).statusCode(200);
    } else if (choice < 70) {
      expire();
    } else if (choice < 80) {
      changeCalendar();
    } else if (choice < 90) {
      excuse();
    } else if (choice < 95) {
      withdrawExcuse();
    } else {
      roster(classIds.get(2), random.nextBoolean());
      roster(classIds.get(random.nextInt(2)), true);
    }
  }

  private void work() {
    var batch = new ArrayList<SubmissionJson>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var moment = moment();
      var result = SubmissionJson.practice(ada).score(score()).at(moment);
      if (random.nextInt(3) > 0) {
        result = result.inClass(classIds.get(random.nextInt(2)));
      }
      sent.put(result.id(), result);
      batch.add(result);
      note(result, moment);
    }
    submit(batch).statusCode(200);
  }

  private void regrade() {
    var last = any(sent.values());
    int revision = (int) last.fields().getOrDefault("revision", 1) + 1;
    var regraded = last.regraded(revision, score());
    if (random.nextBoolean()) {
      regraded = regraded.at(moment());
    }
    sent.put(last.id(), regraded);
    note(regraded, Instant.parse((String) regraded.fields().get("graded_at")));
    submit(regraded).statusCode(201);
  }

  private void note(SubmissionJson result, Instant moment) {
    model.results.remove(result.id());
    if ((double) result.fields().get("score") >= 50) {
      model.results.put(result.id(), moment);
    }
  }

  /** Does what retention does. */
  private void expire() throws SQLException {
    var id = any(sent.keySet());
    sent.remove(id);
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      var quarter =
          "date_bin('15 minutes', submitted_at, '2000-01-01T00:00:00Z') from submission"
              + " where current and completed and submission_id = '%s' on conflict do nothing";
      statement.execute(("insert into expired_work select user_id, " + quarter).formatted(id));
      statement.execute("delete from submission where submission_id = '%s'".formatted(id));
    }
  }

  private void changeCalendar() {
    var classId = any(classIds);
    var days = model.classes.get(classId);
    days.teaching.clear();
    for (var day : DayOfWeek.values()) {
      if (random.nextInt(4) > 0 || day == DayOfWeek.MONDAY) {
        days.teaching.add(day);
      }
    }
    days.holidays.clear();
    for (int i = random.nextInt(4); i > 0; i--) {
      var first = day();
      days.holidays.add(new LocalDate[] {first, first.plusDays(random.nextInt(4))});
    }
    var body =
        Map.of(
            "teaching_days",
            days.teaching.stream().map(day -> day.name().toLowerCase(Locale.ROOT)).toList(),
            "holidays",
            days.holidays.stream()
                .map(range -> Map.of("first_day", "" + range[0], "last_day", "" + range[1]))
                .toList());
    as(teacher, "instructor")
        .body(Api.text(body))
        .put("/api/classes/{id}/calendar", classId)
        .then()
        .statusCode(200);
  }

  private void excuse() {
    var classId = classIds.get(random.nextInt(2));
    var first = day();
    var last = first.plusDays(random.nextInt(3));
    model.classes.get(classId).excuses.put(first, last);
    as(teacher, "instructor")
        .body("{\"last_day\":\"" + last + "\"}")
        .put("/api/classes/{id}/members/{user}/excuses/{day}", classId, ada, first.toString())
        .then()
        .statusCode(204);
  }

  private void withdrawExcuse() {
    var classId = classIds.get(random.nextInt(2));
    var excuses = model.classes.get(classId).excuses;
    if (!excuses.isEmpty()) {
      var first = any(excuses.keySet());
      excuses.remove(first);
      as(teacher, "instructor")
          .delete("/api/classes/{id}/members/{user}/excuses/{day}", classId, ada, first.toString())
          .then()
          .statusCode(204);
    }
  }

  private void roster(String classId, boolean member) {
    var days = model.classes.get(classId);
    days.member = member;
    days.zone = ZoneId.of(any(ZONES));
    var members = new ArrayList<Object>(List.of(member(teacher, "instructor")));
    if (member) {
      members.add(member(ada, "student"));
    }
    putRoster(teacher, classId, days.zone.getId(), members).then().statusCode(204);
  }

  private void assertLikeTheModel() throws SQLException {
    var now = Instant.now();
    var expected = new TreeMap<String, String>();
    model.runs().forEach((classId, run) -> expected.put(classId, run.days() + " " + run.last()));
    assertEquals(expected, stored());
    assertEquals(model.streak(now), me(ada).getInt("current_streak"));
    var lengths = updates().stream().map(frame -> frame.get("current_streak")).toList();
    if (model.streak(now) > 0) {
      assertEquals(model.streak(now), lengths.get(lengths.size() - 1));
    }
    if (model.runs().values().stream().anyMatch(run -> run.days() >= 3)) {
      assertEquals(1, awards());
    }
  }

  /** No two frames in a row say the same of a streak that lasts. */
  private void assertAnnouncedOnce() {
    var updates = updates();
    for (int i = 1; i < updates.size(); i++) {
      var frame = updates.get(i);
      var before = updates.get(i - 1);
      assertTrue(
          frame.get("lapses_at") == null
              || !frame.get("lapses_at").equals(before.get("lapses_at"))
              || !frame.get("current_streak").equals(before.get("current_streak")),
          updates::toString);
    }
    assertTrue(awards() <= 1);
  }

  private Map<String, String> stored() throws SQLException {
    var found = new TreeMap<String, String>();
    try (var connection = database.getConnection();
        var statement =
            connection.prepareStatement(
                "select class_id, current, last_day from streak where user_id = ?")) {
      statement.setString(1, ada);
      var rows = statement.executeQuery();
      while (rows.next()) {
        found.put(rows.getString(1), rows.getInt(2) + " " + rows.getObject(3, LocalDate.class));
      }
    }
    return found;
  }

  private List<Map<String, Object>> updates() {
    return frames(ada).stream().filter(frame -> frame.get("type").equals("streak_update")).toList();
  }

  private long awards() {
    return frames(ada).stream()
        .filter(frame -> frame.get("type").equals("achievement_earned"))
        .filter(frame -> frame.get("achievement").toString().contains("on-a-roll"))
        .count();
  }

  private Instant moment() {
    return Instant.now().minusSeconds(random.nextInt((int) Duration.ofDays(DAYS).toSeconds()));
  }

  private LocalDate day() {
    return LocalDate.now(ZoneOffset.UTC).minusDays(random.nextInt(DAYS) - 2);
  }

  private double score() {
    return random.nextInt(4) == 0 ? 10 : 80;
  }

  private <T> T any(Collection<T> all) {
    return new ArrayList<>(all).get(random.nextInt(all.size()));
  }
}
