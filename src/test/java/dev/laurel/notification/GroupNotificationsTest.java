package dev.laurel.notification;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SocketClient;
import dev.laurel.testing.TestTokens;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class GroupNotificationsTest {
  private static final Map<String, Object> ANNOUNCEMENT =
      Map.of("type", "announcement", "title", "Exam", "text", "On Monday");

  @TestHTTPResource("/")
  URI node;

  private final String ada = Fresh.id("ada");
  private final String bob = Fresh.id("bob");
  private final String teacher = Fresh.id("teacher");
  private final String assistant = Fresh.id("assistant");
  private final String course = Fresh.id("cs");

  @Test
  void eachOfManyUsersGetsTheEventOnce() {
    // Given
    enrol(Api.students(ada, bob));

    // When
    notifyUsers("k", ada, bob, ada).body("delivered", equalTo(2)).body("repeated", equalTo(0));
    notifyUsers("k", bob, ada).body("delivered", equalTo(0)).body("repeated", equalTo(2));

    // Then
    for (var user : List.of(ada, bob)) {
      assertEquals(
          List.of("Exam"), frames(user).stream().map(frame -> frame.get("title")).toList());
    }
  }

  @Test
  void aRepetitionAfterAFailureReachesTheRest() {
    // Given
    enrol(Api.students(ada, bob));
    notifyUsers("k", ada);

    // Then
    notifyUsers("k", ada, bob).body("delivered", equalTo(1)).body("repeated", equalTo(1));
  }

  @Test
  void unknownUsersAreNamedAndTheOthersGetTheEvent() {
    // Given
    enrol(Api.students(ada));
    var nobody = Fresh.id("nobody");

    // When
    var answer = notifyUsers("k", nobody, ada);

    // Then
    answer.body("delivered", equalTo(1)).body("unknown", contains(nobody));
  }

  @Test
  void aClassIsItsStudentsUnlessRolesSayOtherwise() {
    // Given
    enrol(
        Stream.concat(
                Api.students(ada, bob).stream(),
                Stream.of(Api.member(teacher, "instructor"), Api.member(assistant, "assistant")))
            .toList());

    // When
    tell(Map.of("class_id", course, "idempotency_key", "k", "frame", ANNOUNCEMENT))
        .statusCode(200)
        .body("delivered", equalTo(2))
        .body("unknown", empty());
    tell(Map.of(
            "class_id",
            course,
            "roles",
            List.of("student", "assistant"),
            "idempotency_key",
            "k",
            "frame",
            ANNOUNCEMENT))
        .statusCode(200)
        .body("delivered", equalTo(1))
        .body("repeated", equalTo(2));

    // Then
    assertEquals(
        List.of(1, 1, 1, 0),
        Stream.of(ada, bob, assistant, teacher).map(user -> frames(user).size()).toList());
  }

  @Test
  void aClassOfMoreThanATransactionServesIsReachedAsAWhole() {
    // Given
    var students = IntStream.range(0, 450).mapToObj(i -> Fresh.id("s")).toArray(String[]::new);
    enrol(Api.students(students));

    // Then
    tell(Map.of("class_id", course, "idempotency_key", "k", "frame", ANNOUNCEMENT))
        .statusCode(200)
        .body("delivered", equalTo(450));
    notifyUsers("k", students).body("repeated", equalTo(450));
  }

  @Test
  void anotherEventUnderTheSameKeyIsRefused() {
    // Given
    enrol(Api.students(ada, bob));
    notifyUsers("k", ada);

    // When
    var other = new HashMap<>(ANNOUNCEMENT);
    other.put("title", "Holidays");
    var refused = tell(Map.of("users", List.of(ada, bob), "idempotency_key", "k", "frame", other));

    // Then
    refused.statusCode(409).body("errors.field", contains("title"));
    assertEquals(List.of(), frames(bob));
  }

  @Test
  void aRankChangeOfAnotherBackEndSurvivesAResume() {
    // Given
    enrol(Api.students(ada));
    Map<String, Object> change =
        Map.of("type", "rank_change", "old_rank", 5, "new_rank", 3, "class_id", course);

    // When
    tell(Map.of("users", List.of(ada), "idempotency_key", "k", "frame", change)).statusCode(200);

    // Then
    try (var socket = SocketClient.open(node, "/ws/game/?since=0", TestTokens.of(ada))) {
      var frame = Api.parse(socket.await("rank_change").toString());
      assertEquals(3, frame.get("new_rank"));
      assertEquals("class", frame.get("leaderboard_type"));
      assertEquals(1, frame.get("seq"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "`users`:[`a`] | idempotency_key",
        "`users`:[`a`],`idempotency_key`:`k` | frame",
        "`idempotency_key`:`k`,`frame`:{`type`:`announcement`,`title`:`t`,`text`:`x`} | class_id",
        "`users`:[],`idempotency_key`:`k`,`frame`:{`type`:`announcement`,`title`:`t`,`text`:`x`} | users",
        "`users`:[``],`idempotency_key`:`k`,`frame`:{`type`:`announcement`,`title`:`t`,`text`:`x`} | users[0]",
        "`users`:[`a`],`class_id`:`c`,`idempotency_key`:`k`,`frame`:{`type`:`announcement`,`title`:`t`,`text`:`x`} | users",
        "`users`:[`a`],`roles`:[`student`],`idempotency_key`:`k`,`frame`:{`type`:`announcement`,`title`:`t`,`text`:`x`} | roles",
        "`class_id`:`c`,`roles`:[`king`],`idempotency_key`:`k`,`frame`:{`type`:`announcement`,`title`:`t`,`text`:`x`} | roles[0]",
        "`users`:[`a`],`idempotency_key`:`k`,`frame`:{`type`:`announcement`,`title`:`t`} | frame.text",
        "`users`:[`a`],`idempotency_key`:`k`,`frame`:{`type`:`announcement`,`title`:`t`,`text`:`x`,`colour`:1} | frame.colour",
        "`users`:[`a`],`idempotency_key`:`k`,`frame`:{`type`:`other`} | frame.type",
      })
  void aWrongFieldIsNamedInTheError(String body, String field) {
    as("course", "grader")
        .body("{" + body.replace('`', '"') + "}")
        .post("/api/notifications")
        .then()
        .statusCode(400)
        .body("errors.field", hasItem(field));
  }

  @Test
  void moreThanAThousandUsersAreRefused() {
    tell(Map.of(
            "users",
            IntStream.range(0, 1001).mapToObj(i -> "u" + i).toList(),
            "idempotency_key",
            "k",
            "frame",
            ANNOUNCEMENT))
        .statusCode(400)
        .body("errors.field", contains("users"));
  }

  @Test
  void anUnknownClassIsNotFound() {
    tell(Map.of("class_id", course, "idempotency_key", "k", "frame", ANNOUNCEMENT)).statusCode(404);
  }

  @Test
  void studentsMayNotNotifyOthers() {
    as(ada)
        .body(
            Api.text(Map.of("users", List.of(bob), "idempotency_key", "k", "frame", ANNOUNCEMENT)))
        .post("/api/notifications")
        .then()
        .statusCode(403);
  }

  private void enrol(List<Map<String, String>> members) {
    var all = new ArrayList<>(members);
    if (members.stream().noneMatch(member -> member.get("id").equals(teacher))) {
      all.add(Api.member(teacher, "instructor"));
    }
    Api.putRoster(teacher, course, "UTC", all);
  }

  private static ValidatableResponse notifyUsers(String key, String... users) {
    return tell(Map.of("users", List.of(users), "idempotency_key", key, "frame", ANNOUNCEMENT))
        .statusCode(200);
  }

  private static ValidatableResponse tell(Map<String, Object> body) {
    return as("course", "grader").body(Api.text(body)).post("/api/notifications").then();
  }
}
