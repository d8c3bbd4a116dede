package dev.laurel.achievement;

import static dev.laurel.testing.Api.as;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class RarityTest {
  @Inject RarityBulk rarity;

  @Test
  void theShareOfAClassIsThatOfItsStudentsWhoHaveTheAchievement() {
    // Given: four students, of whom two were granted it, and one of these lost it again.
    var others = new String[] {Fresh.id("u"), Fresh.id("u"), Fresh.id("u")};
    var course = new ClassWithAchievements("UTC", others);
    var id = course.define(Map.of("type", "points", "threshold", 1_000_000));
    course.grant(course.student, id, "Helped").statusCode(200);
    course.grant(others[0], id, "Helped").statusCode(200);
    course.revoke(others[0], id, "A mistake").statusCode(204);
    as(course.student).get(course.path).then().body("[0].share", nullValue());

    // When
    measure(id);

    // Then
    as(course.student).get(course.path).then().body("[0].share", equalTo(0.25f));
  }

  /** Another job may have the lock. */
  private void measure(String id) {
    await()
        .until(
            () -> {
              rarity.measure();
              return share(id) != null;
            });
  }

  private static Double share(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> DefinitionEntity.<DefinitionEntity>findById(id).share);
  }
}
