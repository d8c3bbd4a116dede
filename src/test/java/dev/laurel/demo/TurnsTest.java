package dev.laurel.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.broadcast.BroadcastConfig;
import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class TurnsTest {
  @Inject RedisDataSource redis;
  @Inject BroadcastConfig config;

  @BeforeEach
  void deleteTurn() {
    redis.key().del("laurel:demo:turn");
  }

  @Test
  void turnIsGivenToOneNodeAtATime() {
    // Given
    var one = new Turns(redis, config);
    var other = new Turns(redis, config);

    // When
    boolean first = one.take(Duration.ofMinutes(1));
    boolean second = other.take(Duration.ofMinutes(1));

    // Then
    assertTrue(first);
    assertFalse(second);
  }

  @Test
  void turnEndsByItself() {
    // Given
    var one = new Turns(redis, config);
    var other = new Turns(redis, config);

    // When
    one.take(Duration.ofMillis(50));

    // Then
    await().atMost(Duration.ofSeconds(5)).until(() -> other.take(Duration.ofMinutes(1)));
  }
}
