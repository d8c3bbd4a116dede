package dev.laurel.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.CourseBackEnd;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the answers of two nodes on the same servers, operation by operation. A native binary
 * leaves out members that Jackson reaches only by reflection, unless they are registered.
 */
final class Likeness {
  private Likeness() {}

  static void assertAlike(URI one, URI other) {
    // Given
    assertEquals(Tour.described(one, false), Tour.changes());
    var first = new Tour();
    var second = new Tour();

    // Then
    assertSame(first.change(one), second.change(other));
    for (var tour : List.of(first, second)) {
      // Boards and log levels reach the other node after a moment.
      await().untilAsserted(() -> assertSame(tour.read(one), tour.read(other)));
    }
    assertSame(first.end(one), second.end(other));
    await().untilAsserted(() -> assertEquals(meters(one), meters(other)));
  }

  private static void assertSame(Map<String, Answer> expected, Map<String, Answer> answers) {
    expected.forEach(
        (operation, answer) -> {
          assertTrue(answer.status() < 500, () -> operation + ": " + answer);
          assertEquals(answer.comparable(), answers.get(operation).comparable(), operation);
        });
    assertEquals(expected.keySet(), answers.keySet());
  }

  private static Set<String> meters(URI node) {
    return new CourseBackEnd(node)
        .text("/q/metrics", "prometheus")
        .lines()
        .filter(line -> line.startsWith("# TYPE laurel_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
