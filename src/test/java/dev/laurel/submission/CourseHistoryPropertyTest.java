package dev.laurel.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.EmbeddedServersResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Random histories of courses, against a model that counts from scratch. */
@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class CourseHistoryPropertyTest {
  @Inject DataSource database;

  @Test
  void anyHistoryEndsWithWhatCountingFromScratchFinds() {
    // Given
    var seeds = LongStream.of(1, 2, 3, 4, 5, System.nanoTime()).boxed().toList();

    // When
    var histories =
        seeds.stream()
            .map(seed -> new CourseHistory(seed, seed % 2 == 1, database))
            .map(history -> CompletableFuture.runAsync(history::run))
            .toList();

    // Then
    var failures =
        histories.stream()
            .map(history -> history.handle((any, failure) -> failure))
            .map(CompletableFuture::join)
            .filter(Objects::nonNull)
            .map(failure -> failure.getCause().getMessage())
            .toList();
    assertTrue(failures.isEmpty(), () -> String.join("\n\n", failures));
  }

  @Test
  void aHistoryThatIsReplayedEndsWithTheSameNumbersAndDates() throws SQLException {
    // Given
    var history = new CourseHistory(11, true, database);
    history.run();
    var before = history.numbersAndDates();
    assertTrue(before.size() > 50);

    // When
    history.replay();

    // Then
    assertEquals(before, history.numbersAndDates());
  }
}
