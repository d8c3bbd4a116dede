package dev.laurel.leaderboard.season;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.submit;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.leaderboard.Board;
import dev.laurel.leaderboard.ClassBoard;
import dev.laurel.leaderboard.index.BoardIndex;
import dev.laurel.leaderboard.index.IndexReader;
import dev.laurel.sql.AdvisoryLock;
import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class SeasonTest {
  private static final Instant WEEK = Instant.parse("2026-03-02T00:00:00Z");

  @TestHTTPResource("/")
  URI node;

  private static final int CLOSING = AdvisoryLock.SEASON_CLOSING.key();

  private static final String AUDITED =
      "select count(*) from audit where action = ? and target = ? and actor_user_id is not null";

  @Inject DataSource database;
  @Inject BoardIndex index;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private TestSql sql;
  private ClassBoard course;

  @BeforeEach
  void aClass() {
    sql = new TestSql(database);
    course = new ClassBoard(node);
    course.enrol(ada, bob);
  }

  @Test
  void resultsGradedWhileTheSeasonRanCount() {
    // Given
    var season =
        course.startSeason(Map.of("starts_at", WEEK, "ends_at", Instant.now().plusSeconds(3600)));

    // When
    solve(ada, 30, WEEK.minusSeconds(1));
    solve(bob, 20, WEEK);

    // Then
    var board = board(season, ada);
    assertEquals(List.of(bob), board.getList("entries.user.id"));
    assertEquals(List.of(20), board.getList("entries.total_points"));
    assertEquals(2, Api.classBoard(course.id(), ada).getList("entries").size());
    assertEquals(1, (int) rank(season, bob).get("user_rank"));
  }

  @Test
  void resultsHandedInBeforeTheSeasonDoNotCountThoughGradedInIt() {
    // Given
    var season = course.startSeason(Map.of("starts_at", WEEK));

    // When
    submit(practice(ada, WEEK.plusSeconds(60)).handedIn(WEEK.minusSeconds(1))).statusCode(201);
    submit(practice(bob, WEEK.plusSeconds(60)).handedIn(WEEK)).statusCode(201);

    // Then
    assertEquals(List.of(bob), board(season, ada).getList("entries.user.id"));
  }

  @Test
  void aSeasonOfAnAssignmentCountsItsProblemsOnly() {
    // Given
    var problem = Fresh.id("p");
    var season = course.startSeason(Map.of("problem_ids", List.of(problem)));

    // When
    solve(ada, 30, Instant.now());
    submit(practice(bob, Instant.now()).problem(problem, 10)).statusCode(201);

    // Then
    assertEquals(List.of(bob), board(season, ada).getList("entries.user.id"));
  }

  @Test
  void aRegradeTakesPointsOfTheSeasonAway() {
    // Given
    var season = course.startSeason(Map.of());
    var submission = practice(ada, Instant.now()).problem(Fresh.id("p"), 100).score(100);
    submit(submission).statusCode(201);
    solve(bob, 50, Instant.now());

    // When
    submit(submission.regraded(2, 20)).statusCode(201);

    // Then
    assertEquals(List.of(bob, ada), board(season, ada).getList("entries.user.id"));
    assertEquals(List.of(50, 20), board(season, ada).getList("entries.total_points"));
  }

  @Test
  void aClosedSeasonNoLongerChangesAndCanBeRead() {
    // Given
    var season = course.startSeason(Map.of());
    solve(ada, 30, Instant.now());
    solve(bob, 20, Instant.now());
    var before = board(season, ada).getList("entries");

    // When
    course.closeSeason(season);
    solve(bob, 100, Instant.now());

    // Then
    assertEquals(before, board(season, ada).getList("entries"));
    assertEquals(before, board(season, course.teacher()).getList("entries"));
    assertEquals(2, (int) rank(season, bob).get("user_rank"));
    assertEquals(bob, Api.classBoard(course.id(), ada).getString("entries[0].user.id"));
    assertTrue(seasons().getString("[0].closed_at") != null);
  }

  @Test
  void aSubmissionBeingWrittenWhenTheSeasonIsClosedCountsFully() throws Exception {
    // Given
    var season = course.startSeason(Map.of());
    solve(ada, 30, Instant.now());
    try (var held = sql.transaction()) {
      TestSql.execute(held, "select from standing where board = ? for update", key(season));
      var submission = CompletableFuture.runAsync(() -> solve(ada, 70, Instant.now()));
      await().until(() -> sql.waitingFor(held) == 1);

      // When
      var closing = CompletableFuture.runAsync(() -> course.closeSeason(season));
      await().until(() -> isClosingWaited(season));
      held.rollback();

      // Then
      submission.get(10, TimeUnit.SECONDS);
      closing.get(10, TimeUnit.SECONDS);
    }
    assertEquals(List.of(100), board(season, ada).getList("entries.total_points"));
  }

  @Test
  void aSubmissionDuringTheClosingCountsOnOtherBoardsOnly() throws Exception {
    // Given
    var season = course.startSeason(Map.of());
    solve(ada, 30, Instant.now());
    try (var held = sql.transaction()) {
      TestSql.execute(held, "select from season where id = ? for share", season);
      var closing = CompletableFuture.runAsync(() -> course.closeSeason(season));
      await().until(() -> sql.waitingFor(held) == 1);

      // When
      var submission = CompletableFuture.runAsync(() -> solve(ada, 70, Instant.now()));
      await().until(() -> isClosingWaited(season));
      held.rollback();

      // Then
      submission.get(10, TimeUnit.SECONDS);
      closing.get(10, TimeUnit.SECONDS);
    }
    assertEquals(List.of(30), board(season, ada).getList("entries.total_points"));
    assertEquals(List.of(100), Api.classBoard(course.id(), ada).getList("entries.total_points"));
    await().until(() -> leftovers(season) == 0);
  }

  @Test
  void theStandingsAndScoresOfAClosedSeasonAreDeleted() throws Exception {
    // Given
    var season = course.startSeason(Map.of());
    solve(ada, 30, Instant.now());
    solve(bob, 20, Instant.now());
    sql.execute(
        """
        insert into standing (board, user_id, points, completed_problems, perfect_scores, first_attempt_solves,
                              reached_at, updated_at, listed, version)
        select ?, ? || n, 100, 1, 1, 1, now(), now(), true, 1 from generate_series(1, 1200) n""",
        key(season),
        course.id());
    sql.execute(
        """
        insert into problem_score (user_id, scope, source, problem_id, points, completions, perfect, first_attempt)
        select ? || n, s, 'gradebot', 'p', 100, 1, true, true
        from generate_series(1, 1200) n, unnest(array[E'\\t' || ?, '']) s""",
        course.id(),
        season);
    assertEquals(2 * 1202, leftovers(season));

    // When
    course.closeSeason(season);
    await().until(() -> board(season, ada).get("closed") != null);
    var closed = board(season, ada).getList("entries");

    // Then
    await().until(() -> leftovers(season) == 0);
    assertEquals(closed, board(season, ada).getList("entries"));
    assertEquals(List.of(ada, bob), board(season, ada).getList("entries.user.id").subList(0, 2));
    assertEquals(2, (int) rank(season, bob).get("user_rank"));
    assertEquals(
        1200,
        sql.count(
            "select count(*) from problem_score where user_id like ? || '%' and scope = ''",
            course.id()));
    assertEquals(List.of(30, 20), Api.classBoard(course.id(), ada).getList("entries.total_points"));
  }

  @Test
  void aWeeklySeasonThatEndsIsClosedAndFollowedByTheNext() {
    // Given
    // Its end leaves a slow machine the time to send a result.
    var start = Instant.now().minusSeconds(7 * 24 * 3600 - 5);
    var first = course.startSeason(Map.of("starts_at", start, "weekly", true));
    solve(ada, 30, start.plusSeconds(60));

    // When
    await().until(() -> seasons().getList("id").size() == 2);
    await().until(() -> seasons().getString("find { it.id == '" + first + "' }.closed_at") != null);
    solve(bob, 20, Instant.now());

    // Then
    assertEquals(List.of(ada), board(first, ada).getList("entries.user.id"));
    var next = seasons().getString("[0].id");
    assertEquals(List.of(bob), board(next, ada).getList("entries.user.id"));
  }

  @Test
  void weeklySeasonsFollowTheCalendarOfTheClass() {
    // Given
    var zone = ZoneId.of("Europe/London");
    var first =
        new Season(
            "s",
            course.id(),
            "Week",
            List.of(),
            Instant.parse("2026-03-16T00:00:00Z"),
            Instant.parse("2026-03-23T00:00:00Z"),
            true,
            null,
            false,
            LocalTime.MIDNIGHT);

    // When
    var second = first.next(zone);
    var third = second.next(zone);

    // Then
    assertEquals("s~2026-03-23", second.id());
    assertEquals(first.endsAt(), second.startsAt());
    assertEquals(Instant.parse("2026-03-29T23:00:00Z"), second.endsAt());
    assertEquals("s~2026-03-30", third.id());
  }

  @Test
  void aWeeklySeasonThatBeginsOnADayWithoutMidnightIsFollowedAtMidnight() {
    // Given
    var zone = ZoneId.of("America/Santiago");
    var start = Instant.parse("2027-09-05T04:00:00Z");
    var begins = Season.timeOfDay(start, zone);
    var end = Season.weekAfter(start, begins, zone);
    var season =
        new Season("s", course.id(), "Week", List.of(), start, end, true, null, false, begins);

    // When
    var second = season.next(zone);

    // Then
    assertEquals(Instant.parse("2027-09-12T03:00:00Z"), second.startsAt());
    assertEquals(Instant.parse("2027-09-19T03:00:00Z"), second.endsAt());
  }

  @Test
  void weeksAcrossADayWithoutMidnightAreOtherwiseAtMidnight() {
    // Given
    var zone = ZoneId.of("America/Santiago");
    var start = Instant.parse("2027-08-29T04:00:00Z");
    var begins = Season.timeOfDay(start, zone);
    var end = Season.weekAfter(start, begins, zone);
    var season =
        new Season("s", course.id(), "Week", List.of(), start, end, true, null, false, begins);

    // Then
    assertEquals(Instant.parse("2027-09-05T04:00:00Z"), season.endsAt());
    assertEquals(Instant.parse("2027-09-12T03:00:00Z"), season.next(zone).endsAt());
  }

  /** Each day is one without midnight: the clocks go from 23:59 to 01:00. */
  @ParameterizedTest
  @CsvSource({
    "America/Santiago, 2027-09-05, 2027-09-05T04:00:00Z",
    "Africa/Cairo,     2027-04-30, 2027-04-29T22:00:00Z",
    "Asia/Beirut,      2027-03-28, 2027-03-27T22:00:00Z",
    "America/Havana,   2027-03-14, 2027-03-14T05:00:00Z"
  })
  void weeksBeginAtTheFirstMomentOfADayWithoutMidnight(
      ZoneId zone, LocalDate day, Instant firstMoment) {
    // Given
    var start = day.minusWeeks(1).atStartOfDay(zone).toInstant();
    var begins = Season.timeOfDay(start, zone);
    var end = Season.weekAfter(start, begins, zone);
    var season =
        new Season("s", course.id(), "Week", List.of(), start, end, true, null, false, begins);

    // When
    var second = season.next(zone);

    // Then
    assertEquals(firstMoment, second.startsAt());
    assertEquals("s~" + day, second.id());
    assertEquals(day.plusWeeks(1).atTime(0, 0).atZone(zone).toInstant(), second.endsAt());
  }

  @Test
  void aWeekBeginsAtTheFirstOfTwoMidnights() {
    // Given: 1 November 2026 in Havana, which begins with an hour that comes twice.
    var zone = ZoneId.of("America/Havana");
    var start = Instant.parse("2026-10-25T04:00:00Z");

    // When
    var end = Season.weekAfter(start, Season.timeOfDay(start, zone), zone);

    // Then
    assertEquals(Instant.parse("2026-11-01T04:00:00Z"), end);
  }

  @Test
  void theSameSeasonStartedTwiceIsOne() {
    // Given
    var settings = Map.of("name", "Week", "problem_ids", List.of("p1", "p2"), "weekly", true);

    // When
    var first = course.startSeason(settings);
    var second = course.startSeason(settings);
    var other = course.startSeason(Map.of("name", "Week", "weekly", true));

    // Then
    assertEquals(first, second);
    assertNotEquals(first, other);
    assertEquals(2, seasons().getList("id").size());
  }

  @Test
  void aDeletedSeasonIsGoneWithItsBoardAndHasNoSuccessor() throws Exception {
    // Given
    var start = Instant.now().minusSeconds(7 * 24 * 3600 - 600);
    var season = course.startSeason(Map.of("starts_at", start, "weekly", true));
    solve(ada, 30, Instant.now());

    // When
    course.asTeacher().delete("/api/seasons/{id}", season).then().statusCode(204);

    // Then
    as(ada).get("/api/leaderboards/seasons/{id}", season).then().statusCode(404);
    assertFalse(seasons().getList("id").contains(season));
    course.asTeacher().delete("/api/seasons/{id}", season).then().statusCode(404);
    await().until(() -> leftovers(season) == 0);
    await().until(() -> sql.count("select count(*) from season where id = ?", season) == 0);
    assertEquals(1, sql.count(AUDITED, "season_deleted", season));
    assertEquals(List.of(30), Api.classBoard(course.id(), ada).getList("entries.total_points"));
  }

  @Test
  void aFinalBoardIsDeletedWithItsSeason() throws Exception {
    // Given
    var season = course.startSeason(Map.of());
    solve(ada, 30, Instant.now());
    course.closeSeason(season);
    await().until(() -> board(season, ada).get("closed") != null);

    // When
    as(Fresh.id("op"), "operator").delete("/api/seasons/{id}", season).then().statusCode(204);

    // Then
    await()
        .until(
            () ->
                sql.count("select count(*) from frozen_standing where board = ?", key(season))
                    == 0);
    as(ada).get("/api/leaderboards/seasons/{id}", season).then().statusCode(404);
  }

  @Test
  void aSeasonOfEverybodyIsChangedByWhoStartedItAndByOperatorsOnly() {
    // Given
    var season = course.startGlobalSeason(Map.of("name", Fresh.id("season")));
    var other = Fresh.id("other");

    // Then
    as(other, "instructor").post("/api/seasons/{id}/close", season).then().statusCode(404);
    as(other, "instructor").delete("/api/seasons/{id}", season).then().statusCode(404);
    course.closeSeason(season);
    as(Fresh.id("op"), "operator").delete("/api/seasons/{id}", season).then().statusCode(204);
  }

  @Test
  void aClassHasAtMostTwentyOpenSeasons() {
    // Given
    var seasons =
        IntStream.range(0, 20)
            .mapToObj(i -> course.startSeason(Map.of("name", "Season " + i)))
            .toList();
    var body = Api.text(Map.of("class_id", course.id(), "name", "One more"));

    // Then
    course.asTeacher().body(body).post("/api/seasons").then().statusCode(409);
    course.closeSeason(seasons.get(3));
    course.asTeacher().body(body).post("/api/seasons").then().statusCode(201);
  }

  @Test
  void aUserHasAtMostTenOpenSeasonsOfEverybody() {
    // Given
    var problem = List.of(Fresh.id("p"));
    var started =
        IntStream.range(0, 10)
            .mapToObj(
                i -> course.startGlobalSeason(Map.of("name", "S" + i, "problem_ids", problem)))
            .toList();

    // Then
    course.asTeacher().body("{\"name\":\"One more\"}").post("/api/seasons").then().statusCode(409);
    started.forEach(
        season -> course.asTeacher().delete("/api/seasons/{id}", season).then().statusCode(204));
  }

  @Test
  void aClosedBoardIsReadPastAnIndexThatIsBehind() throws Exception {
    // Given
    var season = course.startSeason(Map.of());
    solve(ada, 30, Instant.now());
    board(season, ada);
    await().until(() -> IndexReader.await(index.slice(boardOf(season), 0, 9)).isPresent());
    try (var held = sql.transaction()) {
      TestSql.execute(held, "select pg_advisory_xact_lock(%d, 0)".formatted(CLOSING));
      sql.execute("update standing set points = 9000 where board = ?", key(season));
      assertEquals(List.of(30), board(season, ada).getList("entries.total_points"));

      // When
      course.closeSeason(season);

      // Then
      assertEquals(List.of(90), board(season, ada).getList("entries.total_points"));
      held.rollback();
    }
    await().until(() -> board(season, ada).get("closed") != null);
    assertEquals(List.of(90), board(season, ada).getList("entries.total_points"));
  }

  private Board boardOf(String season) {
    return Board.ofSeason(season, course.id());
  }

  @Test
  void aStudentWhoLeavesTheClassLeavesItsSeasons() {
    // Given
    var season = course.startSeason(Map.of());
    solve(ada, 30, Instant.now());
    solve(bob, 20, Instant.now());
    assertEquals(List.of(ada, bob), board(season, ada).getList("entries.user.id"));

    // When
    course.enrol(ada);

    // Then
    assertEquals(List.of(ada), board(season, ada).getList("entries.user.id"));
    as(bob).get("/api/leaderboards/seasons/{id}", season).then().statusCode(404);
  }

  @Test
  void namesHiddenByTheClassAreHiddenOnItsSeasons() {
    // Given
    var season = course.startSeason(Map.of());
    solve(ada, 30, Instant.now());
    solve(bob, 20, Instant.now());
    course.showNames("anonymous");

    // When
    var open = as(ada).get("/api/leaderboards/seasons/{id}", season).asString();
    course.closeSeason(season);
    var closed = as(ada).get("/api/leaderboards/seasons/{id}", season).asString();

    // Then
    assertFalse(open.contains(bob), open);
    assertFalse(closed.contains(bob), closed);
    assertTrue(open.contains(ada) && closed.contains(ada), open + closed);
  }

  @Test
  void studentsSeeNoSeasonsWhileTheBoardOfTheClassIsFrozen() {
    // Given
    var season = course.startSeason(Map.of());
    course.freeze();

    // Then
    as(ada).get("/api/leaderboards/seasons/{id}", season).then().statusCode(409);
    as(ada).get("/api/leaderboards/seasons/{id}/me", season).then().statusCode(409);
    board(season, course.teacher());
  }

  @Test
  void studentsAndStrangersMayNotStartSeasons() {
    var body = Api.text(Map.of("class_id", course.id(), "name", "Week"));
    as(ada).body(body).post("/api/seasons").then().statusCode(403);
    as(Fresh.id("other"), "instructor").body(body).post("/api/seasons").then().statusCode(403);
    as(Fresh.id("stranger"))
        .queryParam("class_id", course.id())
        .get("/api/seasons")
        .then()
        .statusCode(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":" "}                                                                      | name
          {}                                                                                | name
          {"name":"W","starts_at":"2026-03-02T00:00:00Z","ends_at":"2026-03-02T00:00:00Z"}  | ends_at
          {"name":"W","starts_at":"-1000000-01-01T00:00:00Z"}                               | starts_at
          {"name":"W","ends_at":"+10000-01-01T00:00:00Z"}                                   | ends_at
          {"name":"W","starts_at":"soon"}                                                   | starts_at
          {"name":"W","starts_at":"2001-01-01T00:00:00Z"}                                   | starts_at
          {"name":"W","starts_at":"2026-02-02T00:00:00Z","weekly":true}                     | starts_at
          {"name":"W","ends_at":"2096-03-02T00:00:00Z","weekly":true}                       | ends_at
          """)
  void anInvalidFieldIsNamed(String body, String field) {
    course
        .asTeacher()
        .body(body)
        .post("/api/seasons")
        .then()
        .statusCode(400)
        .body("errors.field", contains(field));
  }

  private String key(String season) {
    return Board.ofSeason(season, course.id()).key();
  }

  /** How many rows there are of which the season's board was made. */
  private long leftovers(String season) throws SQLException {
    return sql.count(
        """
        select (select count(*) from standing where board = ?)
             + (select count(*) from problem_score where scope = E'\\t' || ?)""",
        key(season),
        season);
  }

  /** True if the closing of the season waits, or somebody waits for it. */
  private boolean isClosingWaited(String season) throws SQLException {
    return sql.count(
            """
            select count(*) from pg_locks
            where locktype = 'advisory' and objid::bigint = hashtext(?)::bigint & 4294967295 and objsubid = 2
              and not granted""",
            season)
        > 0;
  }

  private SubmissionJson practice(String user, Instant at) {
    return SubmissionJson.practice(user).inClass(course.id()).score(100).at(at);
  }

  private void solve(String user, int points, Instant at) {
    submit(practice(user, at).problem(Fresh.id("p"), points)).statusCode(201);
  }

  private static JsonPath board(String season, String user) {
    return as(user)
        .get("/api/leaderboards/seasons/{id}", season)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static JsonPath rank(String season, String user) {
    return as(user)
        .get("/api/leaderboards/seasons/{id}/me", season)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private JsonPath seasons() {
    return as(ada)
        .queryParam("class_id", course.id())
        .get("/api/seasons")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
