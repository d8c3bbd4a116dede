package dev.laurel.realtime.personal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryBatcherTest {
  private static final int SIZE = 100;

  private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
  private final List<Set<Integer>> queries = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private final QueryBatcher<Integer, Integer> squares =
      new QueryBatcher<>(SIZE, this::square, executor);

  private Map<Integer, Integer> square(Set<Integer> numbers) {
    queries.add(Set.copyOf(numbers));
    if (queries.size() == 1) {
      await(first);
    }
    if (numbers.contains(-1)) {
      throw new IllegalArgumentException("negative");
    }
    return numbers.stream().collect(toMap(number -> number, number -> number * number));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void shutdown() {
    first.countDown();
    executor.shutdownNow();
  }

  @Test
  void questionsDuringAQueryShareTheNext() {
    // Given
    var before = squares.ask(3);

    // When
    var meanwhile = IntStream.range(0, 50).mapToObj(squares::ask).toList();
    first.countDown();

    // Then
    assertEquals(9, answer(before));
    for (int i = 0; i < 50; i++) {
      assertEquals(i * i, answer(meanwhile.get(i)));
    }
    assertEquals(List.of(1, 50), sizes());
  }

  @Test
  void equalQuestionsThatWaitAreOne() {
    // Given
    squares.ask(1);

    // When
    var answers = IntStream.range(0, 10).mapToObj(i -> squares.ask(7)).toList();
    first.countDown();

    // Then
    answers.forEach(answer -> assertEquals(49, answer(answer)));
    assertEquals(List.of(1, 1), sizes());
  }

  @Test
  void aQuestionDuringItsOwnQueryIsAskedAgain() {
    // Given
    squares.ask(7);

    // When
    var again = squares.ask(7);
    first.countDown();

    // Then
    answer(again);
    assertEquals(List.of(Set.of(7), Set.of(7)), queries);
  }

  @Test
  void moreQuestionsThanFitTakeSeveralQueries() {
    // Given
    squares.ask(0);

    // When
    var answers = IntStream.range(0, 250).mapToObj(squares::ask).toList();
    first.countDown();

    // Then
    answers.forEach(QueryBatcherTest::answer);
    assertEquals(List.of(1, 100, 100, 50), sizes());
  }

  @Test
  void aFailureReachesOnlyTheQuestionsOfItsQuery() {
    // Given
    squares.ask(0);

    // When
    var bad = squares.ask(-1);
    first.countDown();

    // Then
    var failure = assertThrows(CompletionException.class, () -> answer(bad));
    assertEquals("negative", failure.getCause().getMessage());
    assertEquals(16, answer(squares.ask(4)));
  }

  private List<Integer> sizes() {
    return queries.stream().map(Set::size).toList();
  }

  private static int answer(CompletionStage<Integer> answer) {
    return answer.toCompletableFuture().orTimeout(20, SECONDS).join();
  }
}
