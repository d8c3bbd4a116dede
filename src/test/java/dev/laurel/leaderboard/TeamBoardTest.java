package dev.laurel.leaderboard;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TestSql;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The boards of the teams of a class. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class TeamBoardTest {
  private static final Instant NOW = Instant.now().minus(Duration.ofHours(1));

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String cy = Fresh.id("cy");
  private final String di = Fresh.id("di");
  private final String ed = Fresh.id("ed");
  private final String flo = Fresh.id("flo");

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;

  private ClassBoard course;

  @BeforeEach
  void aClassWithThreeTeams() {
    course = new ClassBoard(node);
    enrol(
        in("red", ada),
        in("red", bob),
        in("red", cy),
        in("blue", di),
        in("blue", ed),
        in("old", flo));
    course.solve(ada, 10);
    course.solve(bob, 20);
    course.solve(di, 25);
    course.solve(flo, 5);
  }

  @Test
  void teamsAreRankedByTheMeanOfTheirMembersWithThoseWhoHaveNoPoints() {
    // Then
    assertEquals(List.of("1 blue 2 12.5", "2 red 3 10", "3 old 1 5"), teams(ada));
    assertEquals("Team red", page(ada).at("/entries/1/team/name").asText());
    assertEquals(
        List.of("false", "true", "false"), page(ada).at("/entries").findValuesAsText("own"));
  }

  @Test
  void aSumIsCompensatedForTheSizeOfTheTeam() {
    // When
    choose(Map.of("names", "everyone", "team_score", "sum"));

    // Then
    assertEquals(List.of("1 blue 2 37.5", "2 red 3 30", "3 old 1 15"), teams(ada));
    assertEquals(3, page(ada).get("largest_size").asInt());
    assertEquals("sum", page(ada).get("team_score").asText());
  }

  @Test
  void scoresThatLookAlikeShareNoRankUnlessTheyAreEqual() {
    // Given
    enrol(
        in("red", ada),
        in("red", bob),
        in("red", cy),
        in("blue", di),
        in("old", flo),
        in("old", ed));
    accept(worth(di, "3.33"));
    accept(worth(cy, "55.02"));

    // Then
    assertEquals(List.of("1 red 3 28.34", "2 blue 1 28.33", "3 old 2 2.5"), teams(ada));

    // When
    accept(worth(bob, "0.01"));
    accept(worth(di, "0.01"));

    // Then
    assertEquals(List.of("1 red 3 28.34", "2 blue 1 28.34", "3 old 2 2.5"), teams(ada));

    // When
    accept(worth(flo, "51.68"));

    // Then
    assertEquals(List.of("1 red 3 28.34", "2 blue 1 28.34", "2 old 2 28.34"), teams(ada));
    assertEquals(
        List.of("false", "true", "true"), page(ada).at("/entries").findValuesAsText("tied"));
  }

  @Test
  void pagesAreOfAllTeams() {
    // When
    var second = get("?page=2&page_size=2", ada);

    // Then
    assertEquals(List.of("3 old 1 5"), teams(second));
    assertEquals(3, second.at("/pagination/total_count").asInt());
  }

  @Test
  void aTeamOfWhichOneOrTwoAreHiddenHasNoScoreForStudents() {
    // When
    hide(ada, true);

    // Then
    assertEquals(List.of("1 blue 2 12.5", "2 old 1 5", "null red 3 null"), teams(di));
    assertEquals(teams(di), teams(ada));
    assertEquals(List.of("1 blue 2 12.5", "2 red 3 10", "3 old 1 5"), teams(course.teacher()));

    // When
    hide(bob, true);
    hide(cy, true);

    // Then
    assertEquals(List.of("1 blue 2 12.5", "2 red 3 10", "3 old 1 5"), teams(di));
  }

  @Test
  void whereNamesAreHiddenOnlyTeamsOfThreeHaveScores() {
    // When
    course.showNames("anonymous");

    // Then
    assertEquals(List.of("1 red 3 10", "null blue 2 null", "null old 1 null"), teams(ada));
  }

  @Test
  void onAnOptInBoardThoseWhoDidNotAskCountAsHidden() {
    // When
    choose(Map.of("names", "everyone", "opt_in", true));

    // Then
    assertEquals(List.of("1 red 3 10", "null blue 2 null", "null old 1 null"), teams(ada));

    // When
    hide(ada, false);

    // Then
    assertEquals(List.of("null blue 2 null", "null old 1 null", "null red 3 null"), teams(di));
  }

  @Test
  void aTeamBelowTheSmallestGroupHasNoScoreForStudents() {
    // When
    choose(Map.of("names", "everyone", "smallest_group", 2));

    // Then
    assertEquals(List.of("1 blue 2 12.5", "2 red 3 10", "null old 1 null"), teams(ada));
  }

  @Test
  void aClassThatShowsNoRanksShowsNoTeams() {
    // When
    choose(Map.of("names", "everyone", "show", "distribution"));

    // Then
    assertEquals("distribution", page(ada).get("withheld").asText());
    assertEquals(List.of(), teams(ada));
    assertEquals(3, teams(course.teacher()).size());
  }

  @Test
  void studentsSeeTheTeamsOfAFrozenBoardAsTheyWere() {
    // When
    course.freeze();
    course.solve(ed, 100);

    // Then
    assertEquals("1 blue 2 12.5", teams(ada).get(0));
    assertEquals("1 blue 2 62.5", teams(course.teacher()).get(0));
  }

  @Test
  void onlyMembersOfTheClassSeeItsTeams() {
    as(Fresh.id("eve")).get(course.path() + "/teams").then().statusCode(403);
  }

  @Test
  void aResultNamesTheTeamOfUsersWhomNoRosterPutsIntoOne() {
    // Given
    enrol(in("red", ada), in("red", bob), student(cy), student(di));

    // When
    accept(ofTeam("green", "Green", NOW, ada, cy, di));

    // Then
    assertEquals(List.of("1 green 2", "2 red 2"), sizes());
    assertEquals("Green", page(ada).at("/entries/0/team/name").asText());
  }

  @Test
  void theResultGradedLastDecidesTheTeamAndItsNameInWhateverOrderTheyArrive() {
    // Given
    enrol(student(cy), student(di), student(ed), in("old", flo));
    accept(ofTeam("green", "Green", NOW, cy, di));

    // When
    accept(ofTeam("green", "Earlier", NOW.minusSeconds(10), ed, flo));
    accept(ofTeam("pink", "Pink", NOW.minusSeconds(5), di, ed));

    // Then
    assertEquals(List.of("green Green 2", "old Team old 1", "pink Pink 1"), names());
  }

  @Test
  void aRosterThatNamesATeamOverrulesResults() {
    // Given
    enrol(student(cy), student(di), student(ed));
    accept(ofTeam("green", "Green", Instant.now(), cy, di));

    // When
    enrol(in("green", cy), student(di), in("red", ed));

    // Then
    assertEquals(List.of("green Team green 2", "red Team red 1"), names());
  }

  @Test
  void aTeamWithTwoNamesIsRefused() {
    // Given
    var other = new HashMap<>(in("red", bob));
    other.put("team_name", "Other");

    // Then
    putRoster(List.of(in("red", ada), other))
        .statusCode(400)
        .body("errors.field", contains("members[1].team_name"));
    other.remove("team");
    putRoster(List.of(other))
        .statusCode(400)
        .body("errors.field", contains("members[0].team_name"));
  }

  @Test
  void aRosterIsReadWithTheTeamsThatItNames() {
    // When
    accept(ofTeam("green", "Green", NOW, ada, cy));
    var roster = course.asTeacher().get("/api/classes/{id}/roster", course.id()).then();

    // Then
    var of = "members.find { it.id == '%s' }.";
    roster.body(of.formatted(ada) + "team", equalTo("red"));
    roster.body(of.formatted(ada) + "team_name", equalTo("Team red"));
  }

  @Test
  void theNameOfATeamGoesWithItsLastMember() throws SQLException {
    // When
    as("operator", "operator").delete("/api/users/{id}/data", flo).then().statusCode(204);

    // Then
    assertEquals(
        2,
        new TestSql(database).count("select count(*) from team where class_id = ?", course.id()));
  }

  @Test
  void instructorsReadHowTeamsAreScored() {
    course
        .asTeacher()
        .get("/api/classes/{id}/board", course.id())
        .then()
        .body("team_score", equalTo("mean"));
  }

  private SubmissionJson worth(String user, String points) {
    return SubmissionJson.practice(user)
        .inClass(course.id())
        .with("problem.points", Double.parseDouble(points))
        .score(100);
  }

  private SubmissionJson ofTeam(String team, String name, Instant graded, String... users) {
    return SubmissionJson.practice(users[0])
        .ofTeam(users)
        .inClass(course.id())
        .at(graded)
        .with("team", Map.of("id", team, "name", name));
  }

  private static Map<String, Object> in(String team, String student) {
    var member = student(student);
    member.put("team", team);
    member.put("team_name", "Team " + team);
    return member;
  }

  private static Map<String, Object> student(String id) {
    return new HashMap<>(member(id, "student"));
  }

  private void enrol(Map<?, ?>... members) {
    putRoster(List.of(members)).statusCode(204);
  }

  private ValidatableResponse putRoster(List<?> students) {
    var members = new ArrayList<Object>(students);
    members.add(member(course.teacher(), "instructor"));
    return Api.putRoster(course.teacher(), course.id(), "UTC", members).then();
  }

  private void choose(Map<String, Object> choice) {
    course
        .asTeacher()
        .body(Api.text(choice))
        .put("/api/classes/{id}/board", course.id())
        .then()
        .statusCode(200);
  }

  private void hide(String user, boolean hidden) {
    as(user)
        .body("{\"hidden\":%s}".formatted(hidden))
        .put(course.path() + "/me/visibility")
        .then()
        .statusCode(200);
  }

  private JsonNode get(String query, String user) {
    return new CourseBackEnd(node).get(course.path() + "/teams" + query, user);
  }

  private JsonNode page(String user) {
    return get("", user);
  }

  private List<String> teams(String user) {
    return teams(page(user));
  }

  private static List<String> teams(JsonNode page) {
    var teams = new ArrayList<String>();
    for (var entry : page.get("entries")) {
      teams.add(
          "%s %s %s %s"
              .formatted(
                  entry.get("rank").asText(),
                  entry.at("/team/id").asText(),
                  entry.get("size").asText(),
                  entry.get("score").asText()));
    }
    return teams;
  }

  private List<String> sizes() {
    return teams(course.teacher()).stream()
        .map(team -> team.substring(0, team.lastIndexOf(' ')))
        .toList();
  }

  private List<String> names() {
    var names = new ArrayList<String>();
    for (var entry : page(course.teacher()).get("entries")) {
      names.add(
          "%s %s %s"
              .formatted(
                  entry.at("/team/id").asText(),
                  entry.at("/team/name").asText(),
                  entry.get("size").asText()));
    }
    return names.stream().sorted().toList();
  }
}
