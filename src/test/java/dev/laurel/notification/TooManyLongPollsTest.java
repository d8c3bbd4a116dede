package dev.laurel.notification;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.TightLimitsProfile.MAX_WAITING;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.Api;
import dev.laurel.testing.CourseBackEnd;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.TightLimitsProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TightLimitsProfile.class)
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class TooManyLongPollsTest {
  private static final String POLL = "/api/notifications?wait=20";

  @TestHTTPResource("/")
  URI node;

  @Inject MeterRegistry meters;

  @Test
  void aLongPollBeyondTheLimitOfTheNodeIsToldToComeBackAndTheOthersGoOn() {
    // Given
    var users = IntStream.range(0, MAX_WAITING).mapToObj(i -> Fresh.id("alice")).toList();
    var polls = users.stream().map(user -> Api.sendAsync("GET", POLL, user, "")).toList();
    await().until(() -> waiting() == MAX_WAITING);

    // When
    var refused = as(Fresh.id("bob")).get(POLL).then();

    // Then
    refused
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", "5")
        .body("detail", containsString("Too many requests wait on this node"));
    as(Fresh.id("bob")).get("/api/notifications").then().statusCode(200);
    var backEnd = new CourseBackEnd(node);
    users.forEach(user -> backEnd.tell(user, 1));
    polls.forEach(poll -> assertEquals(200, poll.join().status()));
    await().until(() -> waiting() == 0);
    as(Fresh.id("bob")).get("/api/notifications?wait=1").then().statusCode(200);
  }

  private double waiting() {
    return meters.get("laurel.notifications.waiting").gauge().value();
  }
}
