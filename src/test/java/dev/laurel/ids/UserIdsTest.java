package dev.laurel.ids;

import static dev.laurel.testing.Api.as;
import static dev.laurel.testing.Api.member;
import static dev.laurel.testing.Api.putRoster;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.security.Servers;
import dev.laurel.testing.Api;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One student whose id everybody spells in another way. */
@QuarkusTest
@TestProfile(UserIdsTest.LowerCase.class)
class UserIdsTest {
  public static class LowerCase implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("laurel.ids.users", "lower-case");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Servers.class));
    }
  }

  private final String stored = Fresh.id("jos\u00e9");
  private final String inToken = stored.toUpperCase(Locale.ROOT);
  private final String inResults = stored.replace("jos\u00e9", "JOSe\u0301");
  private final String inRosters = stored.replace("jos", "Jos");
  private final String teacher = Fresh.id("Teacher");

  @Test
  void theIdOfATokenIsThatOfResultsHoweverBothAreSpelt() {
    // When
    Api.accept(SubmissionJson.practice(inResults));

    // Then
    as(inToken).get("/api/me").then().statusCode(200).body("total_points", greaterThan(0));
    assertEquals(Api.frames(inToken), Api.frames(stored));
  }

  @Test
  void rostersAndPathsNameTheSameStudent() {
    // Given
    var course = Fresh.id("cs");
    putRoster(
            teacher.toUpperCase(Locale.ROOT),
            course,
            "UTC",
            List.of(member(teacher, "instructor"), member(inRosters, "student")))
        .then()
        .statusCode(204);

    // When
    Api.accept(SubmissionJson.practice(inResults).inClass(course));

    // Then
    as(teacher, "instructor")
        .get("/api/classes/" + course + "/members/" + inToken + "/ledger")
        .then()
        .statusCode(200)
        .body("items", not(empty()));
    as("bot", "grader")
        .body("{\"type\":\"streak_update\",\"current_streak\":1,\"streak_type\":\"daily\"}")
        .post("/api/users/" + inRosters + "/notifications")
        .then()
        .statusCode(201);
    assertEquals("streak_update", last(Api.frames(inToken)).get("type"));
  }

  @Test
  void idsOfClassesAndResultsStayAsTheyAreWritten() {
    // Given
    var work = SubmissionJson.practice(inResults);
    var id = Api.accept(work.with("submission_id", stored)).getString("submission_id");

    // Then
    assertEquals(stored, id);
    Api.submit(work.with("submission_id", inToken)).statusCode(201);
  }

  private static Map<String, Object> last(List<Map<String, Object>> frames) {
    return frames.get(frames.size() - 1);
  }
}
