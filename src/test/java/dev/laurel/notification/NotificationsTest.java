package dev.laurel.notification;

import static dev.laurel.testing.Api.accept;
import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.sendAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class NotificationsTest {
  private final String user = Fresh.id("u");

  @Test
  void theLogOfANewUserIsEmpty() {
    as(user)
        .get("/api/notifications")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("items", hasSize(0))
        .body("last_seq", equalTo(0))
        .body("has_more", equalTo(false));
  }

  @Test
  void entriesAfterSinceAreRead() {
    // Given
    tell(5);

    // Then
    read(2, 100)
        .body("items.seq", contains(3, 4, 5))
        .body("last_seq", equalTo(5))
        .body("has_more", equalTo(false))
        .body("complete", equalTo(true));
  }

  @Test
  void aLimitLeavesTheRestForTheNextRequest() {
    // Given
    tell(5);

    // Then
    read(0, 2)
        .body("items.seq", contains(1, 2))
        .body("last_seq", equalTo(5))
        .body("has_more", equalTo(true));
    read(4, 2).body("items.seq", contains(5)).body("has_more", equalTo(false));
  }

  @Test
  void readingAtTheEndOfTheLogIsEmpty() {
    // Given
    tell(3);

    // Then
    read(3, 10).body("items", hasSize(0)).body("has_more", equalTo(false));
  }

  @Test
  void readingAheadOfTheLogIsIncomplete() {
    // Given
    tell(3);

    // Then
    read(9, 10)
        .body("items", hasSize(0))
        .body("last_seq", equalTo(3))
        .body("complete", equalTo(false));
  }

  @Test
  void usersReadOnlyTheirOwnLog() {
    // Given
    tell(3);

    // Then
    assertEquals(0, frames(Fresh.id("u")).size());
  }

  @ParameterizedTest
  @CsvSource({
    "since, -1",
    "since, x",
    "since, 99999999999999999999",
    "limit, 0",
    "limit, -5",
    "limit, 501",
    "limit, many",
    "wait, -1",
    "wait, 31",
    "wait, soon"
  })
  void anInvalidParameterIsNamedInTheError(String parameter, String value) {
    as(user)
        .queryParam(parameter, value)
        .get("/api/notifications")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.field", contains(parameter));
  }

  @Test
  void anUnchangedLogIsNotModified() {
    // Given
    tell(1);
    var tag = tag();

    // Then
    as(user)
        .header("If-None-Match", tag)
        .get("/api/notifications")
        .then()
        .statusCode(304)
        .header("ETag", equalTo(tag))
        .body(equalTo(""));
  }

  @Test
  void theEntityTagOfAnotherUserIsNotCurrent() {
    // Given
    tell(1);
    var other = Fresh.id("other");
    as("course", "grader")
        .body(Map.of("type", "streak_update", "current_streak", 9, "streak_type", "daily"))
        .post("/api/users/{id}/notifications", other);

    // Then
    as(other)
        .header("If-None-Match", tag())
        .get("/api/notifications")
        .then()
        .statusCode(200)
        .body("items.current_streak", contains(9));
  }

  @Test
  void newEntriesChangeTheEntityTag() {
    // Given
    tell(1);
    var tag = tag();

    // When
    tell(1);

    // Then
    as(user)
        .header("If-None-Match", tag)
        .get("/api/notifications")
        .then()
        .statusCode(200)
        .header("ETag", not(equalTo(tag)))
        .body("items.seq", contains(1, 2));
  }

  @Test
  void answersAreRevalidatedByPrivateCaches() {
    as(user).get("/api/notifications").then().header("Cache-Control", equalTo("private, no-cache"));
  }

  @Test
  void aLongPollIsAnsweredByANewEntry() {
    // Given
    tell(1);
    var poll = sendAsync("GET", "/api/notifications?since=1&wait=20", user, "");

    // When
    var told = Instant.now();
    tell(1);
    var answer = poll.orTimeout(20, SECONDS).join();

    // Then
    assertEquals(200, answer.status());
    assertEquals(2, Api.items(answer.body()).get(0).get("seq"));
    assertTrue(Duration.between(told, Instant.now()).toMillis() < 5_000);
  }

  @Test
  void aLongPollWithEntriesIsAnsweredAtOnce() {
    // Given
    tell(1);
    var begin = Instant.now();

    // Then
    as(user)
        .get("/api/notifications?since=0&wait=20")
        .then()
        .statusCode(200)
        .body("items.seq", contains(1));
    assertTrue(Duration.between(begin, Instant.now()).toSeconds() < 10);
  }

  @Test
  void aLongPollWithoutNewEntriesEndsEmpty() {
    // Given
    tell(1);
    var begin = Instant.now();

    // Then
    as(user)
        .get("/api/notifications?since=1&wait=1")
        .then()
        .statusCode(200)
        .body("items", hasSize(0))
        .body("last_seq", equalTo(1));
    assertFalse(Duration.between(begin, Instant.now()).toMillis() < 950);
  }

  @Test
  void manyLongPollsOfOneUserAreAllAnswered() {
    // Given
    var polls =
        IntStream.range(0, 50)
            .mapToObj(i -> sendAsync("GET", "/api/notifications?wait=20", user, ""))
            .toList();

    // When
    tell(1);

    // Then
    for (var answer : Api.join(polls)) {
      assertEquals(1, Api.items(answer.body()).get(0).get("seq"));
    }
  }

  @Test
  void theUnreadCountIsTheLengthOfAnUnreadLog() {
    // When
    tell(3);

    // Then
    unread().body("", equalTo(Map.of("count", 3, "read_up_to", 0)));
    assertEquals(3, Api.me(user).getInt("unread"));
  }

  @Test
  void readingMovesTheCursor() {
    // Given
    tell(3);

    // Then
    markRead("{\"seq\":2}").statusCode(200).body("", equalTo(Map.of("count", 1, "read_up_to", 2)));
    unread().body("count", equalTo(1));
  }

  @Test
  void theCursorNeverMovesBack() {
    // Given
    tell(3);
    markRead("{\"seq\":3}");

    // Then
    markRead("{\"seq\":1}").body("", equalTo(Map.of("count", 0, "read_up_to", 3)));
  }

  @Test
  void theCursorStopsAtTheEndOfTheLog() {
    // Given
    tell(3);

    // Then
    markRead("{\"seq\":1000}").body("", equalTo(Map.of("count", 0, "read_up_to", 3)));
    tell(1);
    unread().body("", equalTo(Map.of("count", 1, "read_up_to", 3)));
  }

  @Test
  void aUserWithoutALogHasNothingToRead() {
    markRead("{\"seq\":5}").statusCode(200).body("", equalTo(Map.of("count", 0, "read_up_to", 0)));
  }

  @Test
  void concurrentReadsEndAtTheHighestSeq() {
    // Given
    tell(20);

    // When
    Api.join(
        IntStream.rangeClosed(1, 20)
            .mapToObj(
                seq -> sendAsync("POST", "/api/notifications/read", user, "{\"seq\":" + seq + "}"))
            .toList());

    // Then
    unread().body("", equalTo(Map.of("count", 0, "read_up_to", 20)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"seq\":null}",
        "{\"seq\":-1}",
        "{\"seq\":\"3\"}",
        "{\"seq\":1.5}",
        "{\"seq\":99999999999999999999}"
      })
  void anInvalidSeqIsNamedInTheError(String body) {
    markRead(body).statusCode(400).body("errors.field", contains("seq"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/notifications", "/api/notifications/unread-count", "/api/me"})
  void readingWithoutATokenIsRefused(String path) {
    RestAssured.get(path).then().statusCode(401).contentType("application/problem+json");
  }

  @Test
  void theProfileAndTheLogAgreeOnTheEnd() {
    // When
    accept(SubmissionJson.practice(user));

    // Then
    assertEquals(frames(user).size(), Api.me(user).getInt("last_seq"));
  }

  private void tell(int times) {
    for (int i = 0; i < times; i++) {
      as("course", "grader")
          .body(Map.of("type", "streak_update", "current_streak", i, "streak_type", "daily"))
          .post("/api/users/{id}/notifications", user)
          .then()
          .statusCode(201);
    }
  }

  private ValidatableResponse read(long since, int limit) {
    return as(user)
        .queryParam("since", since)
        .queryParam("limit", limit)
        .get("/api/notifications")
        .then()
        .statusCode(200);
  }

  private String tag() {
    return as(user).get("/api/notifications").then().statusCode(200).extract().header("ETag");
  }

  private ValidatableResponse unread() {
    return as(user).get("/api/notifications/unread-count").then().statusCode(200);
  }

  private ValidatableResponse markRead(String body) {
    return as(user).body(body).post("/api/notifications/read").then();
  }
}
