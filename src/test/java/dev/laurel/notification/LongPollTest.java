package dev.laurel.notification;

import static dev.laurel.testing.Api.as;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.realtime.personal.LogRows;
import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TestTokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class LongPollTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TestHTTPResource("/")
  URI node;

  @Inject DataSource database;
  @Inject RedisDataSource redis;
  @Inject LongPoll polls;

  private final String alice = Fresh.id("alice");
  private CourseBackEnd backEnd;

  @BeforeEach
  void connectBackEnd() {
    backEnd = new CourseBackEnd(node);
  }

  @Test
  void aLongPollWhoseTokenIsRevokedIsRefusedAtOnceAndGetsNoLaterEvent() {
    // Given
    var token = TestTokens.issued(alice, Instant.now().minusSeconds(5), Fresh.id("jti"));
    var poll = poll(token, 0);
    awaitWaiting();

    // When
    backEnd.revoke(alice, null);
    backEnd.tell(alice, 1);

    // Then
    var answer = poll.orTimeout(2, TimeUnit.SECONDS).join();
    assertEquals(401, answer.statusCode());
    assertFalse(answer.body().contains("points_update"));
  }

  @Test
  void aLongPollOfOneRevokedTokenLeavesThoseOfTheUsersOtherTokensWaiting() {
    // Given
    var stolen = Fresh.id("jti");
    var revoked = poll(TestTokens.issued(alice, Instant.now().minusSeconds(5), stolen), 0);
    var other = poll(TestTokens.issued(alice, Instant.now().minusSeconds(5), Fresh.id("jti")), 0);
    awaitWaiting();

    // When
    backEnd.revoke(alice, stolen);

    // Then
    assertEquals(401, revoked.orTimeout(2, TimeUnit.SECONDS).join().statusCode());
    assertFalse(other.isDone());
    backEnd.tell(alice, 1);
    assertEquals(200, other.orTimeout(5, TimeUnit.SECONDS).join().statusCode());
  }

  @Test
  void aLongPollWhoseTokenExpiresIsRefusedWithinTwoSeconds() {
    // Given
    var expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3);
    var poll = poll(TestTokens.of(alice, "Alice", expiry), 0);

    // When
    var answer = poll.orTimeout(10, TimeUnit.SECONDS).join();

    // Then
    assertEquals(401, answer.statusCode());
    assertFalse(Instant.now().isBefore(expiry));
    assertTrue(Duration.between(expiry, Instant.now()).toMillis() < 2_000);
  }

  @Test
  void aLongPollIsWokenByReconciliationWhenItsHintIsLost() {
    // Given
    var poll = poll(TestTokens.of(alice), 0);
    awaitWaiting();

    // When
    new LogRows(database).appendUpTo(alice, 1, "test");

    // Then
    var answer = poll.orTimeout(4, TimeUnit.SECONDS).join();
    assertEquals(1, Api.items(answer.body()).get(0).get("seq"));
  }

  @Test
  void aLongPollAheadOfTheLogIsAnsweredAtOnce() {
    // When
    var answer = poll(TestTokens.of(alice), 9).orTimeout(10, TimeUnit.SECONDS).join();

    // Then
    assertTrue(answer.body().contains("\"complete\":false"));
  }

  @Test
  void aUserWithTooManyWaitingRequestsIsToldToComeBackLater() {
    // Given
    var waiting = IntStream.range(0, 100).mapToObj(i -> poll(TestTokens.of(alice), 0)).toList();
    await().until(() -> polls.waiting(alice) == 100);

    // When
    var tooMany = poll(TestTokens.of(alice), 0).orTimeout(10, TimeUnit.SECONDS).join();
    var other = Api.sendAsync("GET", "/api/notifications?wait=1", Fresh.id("bob"), "").join();

    // Then
    assertEquals(429, tooMany.statusCode());
    assertTrue(tooMany.headers().firstValueAsLong("Retry-After").orElseThrow() > 0);
    assertEquals(200, other.status());
    as(alice).get("/api/notifications").then().statusCode(200);
    backEnd.tell(alice, 1);
    waiting.forEach(poll -> assertEquals(200, poll.join().statusCode()));
    await().until(() -> polls.waiting(alice) == 0);
  }

  private CompletableFuture<HttpResponse<String>> poll(String token, long since) {
    var request =
        HttpRequest.newBuilder(node.resolve("/api/notifications?wait=20&since=" + since))
            .header("Authorization", "Bearer " + token)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    return HTTP.sendAsync(request, BodyHandlers.ofString());
  }

  private void awaitWaiting() {
    await()
        .until(
            () ->
                redis.execute("PUBSUB", "NUMSUB", "laurel:user:" + alice).get(1).toInteger() == 1);
  }
}
