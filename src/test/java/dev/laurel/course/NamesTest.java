package dev.laurel.course;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.classBoard;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.putRoster;
import static dev.laurel.testing.Api.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose names users have, and what a roster changes beyond its class. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class NamesTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @Inject CourseBatch batch;
  @Inject Event<UsersRenamed> renames;

  private final String classId = Fresh.id("c");
  private final String otherClass = Fresh.id("other");
  private final String ada = Fresh.id("ada");
  private final String teacher = Fresh.id("teacher");
  private final String mallory = Fresh.id("mallory");

  @ParameterizedTest
  @ValueSource(strings = {"student", "instructor"})
  void aRosterOfAnotherClassChangesNeitherNameNorBoards(String role) {
    // Given
    accept(named("Ada").inClass(classId));
    var rank = me(ada).get("global_rank");
    assertNotNull(rank);

    // When
    putRoster(mallory, otherClass, "UTC", List.of(member("Hacked", role))).then().statusCode(204);

    // Then
    assertEquals("Ada", me(ada).getString("user.username"));
    assertNotNull(me(ada).get("global_rank"));
    assertEquals("Ada", nameOnGlobalBoard());
    assertEquals(List.of("Ada"), classBoard(classId, ada).getList("entries.user.username"));
  }

  @Test
  void aUserMadeAnInstructorByOthersIsOnTheGlobalBoardWithTheirNextResult() {
    // Given
    putRoster(mallory, otherClass, "UTC", List.of(member("Hacked", "instructor")))
        .then()
        .statusCode(204);

    // When
    accept(named("Ada"));

    // Then
    assertNotNull(me(ada).get("global_rank"));
    assertEquals("Ada", nameOnGlobalBoard());
  }

  @Test
  void anInstructorMadeByOthersIsOnTheGlobalBoardUntilTheyPutTheRosterThemselves() {
    // Given
    accept(named("Ada"));
    putRoster(teacher, classId, "UTC", List.of(member("Ada", "instructor"))).then().statusCode(204);
    assertNotNull(me(ada).get("global_rank"));

    // When
    putRoster(ada, classId, "UTC", List.of(member("Ada", "instructor"))).then().statusCode(204);

    // Then
    assertNull(me(ada).get("global_rank"));
  }

  @Test
  void aRostersNameIsShownOnTheBoardsOfItsClassOnly() {
    // Given
    accept(named("ada99").inClass(classId));
    accept(named("ada99").inClass(otherClass));

    // When
    putRoster(teacher, classId, "UTC", List.of(member("Ada L.", "student"))).then().statusCode(204);
    accept(named("ada99").inClass(classId));

    // Then
    assertEquals(List.of("Ada L."), classBoard(classId, ada).getList("entries.user.username"));
    assertEquals(List.of("ada99"), classBoard(otherClass, ada).getList("entries.user.username"));
    assertEquals("ada99", nameOnGlobalBoard());
  }

  @Test
  void aNameOnARosterCountsUntilAResultNamesTheUser() {
    // When
    putRoster(teacher, classId, "UTC", List.of(member("Ada L.", "student"))).then().statusCode(204);
    assertEquals("Ada L.", me(ada).getString("user.username"));
    accept(named("ada99").at(NOON));

    // Then
    assertEquals("ada99", me(ada).getString("user.username"));
  }

  @Test
  void aNewerResultRenames() {
    // Given
    accept(named("Ada").at(NOON));

    // When
    accept(named("Ada L.").at(NOON.plusSeconds(1)));

    // Then
    assertEquals("Ada L.", me(ada).getString("user.username"));
  }

  @Test
  void aLateResultDoesNotOverruleANewerName() {
    // Given
    accept(named("Ada L."));

    // When
    accept(named("Ada").at(Instant.now().minus(1, ChronoUnit.DAYS)));

    // Then
    assertEquals("Ada L.", me(ada).getString("user.username"));
  }

  @Test
  void aLateResultDoesNotOverruleANameRepeatedSince() {
    // Given
    accept(named("Ada").at(NOON));
    accept(named("Ada").at(NOON.plusSeconds(60)));

    // When
    accept(named("Old").at(NOON.plusSeconds(30)));

    // Then
    assertEquals("Ada", me(ada).getString("user.username"));
  }

  @Test
  void theNewestResultOfABatchNamesTheUser() {
    // When
    submit(
            List.of(
                named("Ada").at(NOON),
                named("Ada L.").at(NOON.plusSeconds(2)),
                named("Old").at(NOON.plusSeconds(1))))
        .statusCode(200);

    // Then
    assertEquals("Ada L.", me(ada).getString("user.username"));
  }

  @ParameterizedTest
  @CsvSource({
    "grader, roster, grader, grader",
    "grader, grader, roster, grader",
    "grader, roster, roster, roster",
    "roster, roster, grader, roster",
    "roster, grader, roster, roster",
    "token, token, grader, token",
    "token, token, roster, token",
    "token, roster, token, token",
    "token, grader, roster, grader"
  })
  void aNameOfAStrongerSourceIsKept(
      NameSource authority, NameSource first, NameSource second, NameSource kept) {
    // Given
    var learners = new Learners(batch, () -> authority, renames);
    create(learners);

    // When
    rename(learners, first, first.name(), NOON);
    rename(learners, second, second.name(), NOON.plusSeconds(1));

    // Then
    assertEquals(kept.name(), me(ada).getString("user.username"));
  }

  @ParameterizedTest
  @EnumSource
  void ofOneSourceTheNewerNameIsKept(NameSource source) {
    // Given
    var learners = new Learners(batch, () -> source, renames);
    create(learners);

    // When
    rename(learners, source, "newer", NOON);
    rename(learners, source, "older", NOON.minusSeconds(1));

    // Then
    assertEquals("newer", me(ada).getString("user.username"));
  }

  @Test
  void aTokenNamesTheUserWhereTokensAreTheAuthority() {
    // Given
    var learners = new Learners(batch, () -> NameSource.token, renames);
    accept(named("ada99"));

    // When
    QuarkusTransaction.requiringNew()
        .run(() -> learners.renameByToken(ada, new UserName("Ada", NOON)));

    // Then
    assertEquals("Ada", me(ada).getString("user.username"));
  }

  @Test
  void aTokenNamesNobodyWhereGradersAreTheAuthority() {
    // Given
    accept(named("ada99"));

    // Then
    assertEquals("ada99", me(ada).getString("user.username"));
    assertEquals("ada99", nameOnGlobalBoard());
  }

  private void create(Learners learners) {
    QuarkusTransaction.requiringNew().run(() -> learners.lock(ada));
  }

  private void rename(Learners learners, NameSource source, String name, Instant at) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              learners.lock(new TreeSet<>(List.of(ada)), source, Map.of());
              learners.rename(source, Map.of(ada, new UserName(name, at)));
            });
  }

  private SubmissionJson named(String username) {
    return SubmissionJson.practice(ada).with("user.username", username);
  }

  private Map<String, String> member(String username, String role) {
    return Map.of("id", ada, "username", username, "role", role);
  }

  private String nameOnGlobalBoard() {
    return as(ada)
        .get("/api/leaderboards/global/me")
        .then()
        .extract()
        .path("user_data.user.username");
  }
}
