package dev.laurel.submission;

import static dev.laurel.testing.TightLimitsProfile.SUBMISSIONS_QUEUE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.laurel.testing.Api;
import dev.laurel.testing.Api.Answer;
import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import dev.laurel.testing.TightLimitsProfile;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Submissions that arrive during a transaction. */
@QuarkusTest
@TestProfile(TightLimitsProfile.class)
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class SharedTransactionTest {
  @Inject DataSource database;
  @Inject MeterRegistry meters;

  private final String user = Fresh.id("u");
  private final List<CompletableFuture<Answer>> answers = new ArrayList<>();

  @Test
  void submissionsThatArriveDuringATransactionShareTheNextOne() throws SQLException {
    // Given
    Api.accept(SubmissionJson.practice(user));
    long transactions = transactions();
    try (var lock = lock()) {
      postOneThatWaitsForTheLock();

      // When
      fillTheQueue();
      lock.commit();
    }

    // Then
    assertEquals(List.of(201), statuses());
    assertEquals(2, transactions() - transactions);
  }

  @Test
  void aContradictionInASharedTransactionCostsNoOtherSubmission() throws SQLException {
    // Given
    var taken = SubmissionJson.practice(Fresh.id("u"));
    Api.accept(taken);
    Api.accept(SubmissionJson.practice(user));
    try (var lock = lock()) {
      postOneThatWaitsForTheLock();

      // When
      var contradiction = post(taken.with("user.id", user).with("revision", 2));
      var good = post(SubmissionJson.practice(user));
      await().until(() -> waiting() == 3);
      lock.commit();

      // Then
      assertEquals(400, contradiction.join().status());
      assertEquals(201, good.join().status());
    }
  }

  @Test
  void aSubmissionBeyondTheQueueIsAnswered503WithRetryAfter() throws SQLException {
    // Given
    Api.accept(SubmissionJson.practice(user));
    var late = SubmissionJson.practice(user);
    try (var lock = lock()) {
      postOneThatWaitsForTheLock();
      fillTheQueue();

      // When
      Api.submit(late).statusCode(503).header("Retry-After", "1");
      lock.commit();
    }

    // Then
    assertEquals(List.of(201), statuses());
    Api.accept(late);
  }

  /** A foreign transaction that holds the user's lock. */
  private Connection lock() throws SQLException {
    var connection = database.getConnection();
    connection.setAutoCommit(false);
    try (var statement =
        connection.prepareStatement("select from learner where id = ? for update")) {
      statement.setString(1, user);
      statement.execute();
    }
    return connection;
  }

  private void postOneThatWaitsForTheLock() {
    post(SubmissionJson.practice(user));
    await().until(() -> waitingForLocks() > 0);
  }

  private int waitingForLocks() throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
      assertTrue(row.next());
      return row.getInt(1);
    }
  }

  private void fillTheQueue() {
    IntStream.range(1, SUBMISSIONS_QUEUE).forEach(i -> post(SubmissionJson.practice(user)));
    await().until(() -> waiting() == SUBMISSIONS_QUEUE);
  }

  private CompletableFuture<Answer> post(SubmissionJson submission) {
    var answer = Api.postAsync("/api/submissions", submission);
    answers.add(answer);
    return answer;
  }

  private List<Integer> statuses() {
    return Api.join(answers).stream().map(Answer::status).distinct().toList();
  }

  private int waiting() {
    return (int) meters.get("laurel.submissions.waiting").gauge().value();
  }

  private long transactions() {
    return meters.get("laurel.submissions.transaction.size").summary().count();
  }
}
