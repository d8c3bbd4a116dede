package dev.laurel.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.course.Classes;
import dev.laurel.course.Role;
import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class SeedTest {
  @Inject Demo demo;
  @Inject Classes classes;
  @Inject EntityManager entities;

  @Test
  void seedingOnTwoNodesAtOnceAndAgainLaterHappensOnce() {
    // Given
    var expected = (long) History.of(DemoClass.students(), LocalDate.EPOCH).size();
    var nodes =
        List.of(CompletableFuture.runAsync(demo::seed), CompletableFuture.runAsync(demo::seed));
    nodes.forEach(CompletableFuture::join);
    var seeded = state();

    // When
    demo.seed();

    // Then
    assertEquals(expected, seeded.get(0));
    assertEquals(seeded, state());
    assertEquals(Optional.of(Role.instructor), classes.role("demo101", "prof"));
    assertEquals(Optional.of(Role.student), classes.role("demo101", "alice"));
  }

  /** How many submissions there are, what they brought, and how long the logs have become. */
  private List<?> state() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                List.of(
                    (Object[])
                        entities
                            .createNativeQuery(
                                """
                                select (select count(*) from submission where submission_id like 'history-%'),
                                       (select sum(points) from standing where board = 'class:demo101'),
                                       (select sum(last_seq) from notification_head n
                                        join membership m on m.user_id = n.user_id where m.class_id = 'demo101')""")
                            .getSingleResult()));
  }
}
