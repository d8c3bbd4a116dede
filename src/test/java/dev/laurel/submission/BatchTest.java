package dev.laurel.submission;

import static dev.laurel.testing.Api.frames;
import static dev.laurel.testing.Api.me;
import static dev.laurel.testing.Api.submit;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.laurel.testing.EmbeddedServersResource;
import dev.laurel.testing.Fresh;
import dev.laurel.testing.SubmissionJson;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = EmbeddedServersResource.class, scope = TestResourceScope.GLOBAL)
class BatchTest {
  @Test
  void validItemsOfABatchAreAcceptedBesideInvalidOnes() {
    // Given
    var user = Fresh.id("u");
    var good = SubmissionJson.practice(user);
    var retry = good.retried().score(90);
    var batch =
        Arrays.asList(
            good,
            good.retried().score(-101),
            null,
            good.retried().with("user", "alice"),
            "text",
            List.of(),
            good.retried().with("problem.id", "a\u0000b"),
            good,
            retry);

    // Then
    submit(batch)
        .statusCode(200)
        .body(
            "outcome",
            contains(
                "accepted",
                "rejected",
                "rejected",
                "rejected",
                "rejected",
                "rejected",
                "rejected",
                "duplicate",
                "accepted"))
        .body(
            "findAll { it.outcome == 'rejected' }.errors.field.flatten()",
            contains("score", "", "user", "", "", "problem.id"))
        .body("findAll { it.outcome != 'rejected' }", everyItem(not(hasKey("errors"))))
        .body("[8].submission_id", equalTo(retry.id()))
        .body("[8].points_earned", equalTo(10))
        .body("[8].total_points", equalTo(100));
    assertEquals(100, me(user).getInt("total_points"));
  }

  @Test
  void aRejectedItemHasTheShapeOfAnOutcome() {
    submit(List.of(SubmissionJson.practice("u").with("submission_id", "s-1").with("revision", 0)))
        .statusCode(200)
        .body("[0].submission_id", equalTo("s-1"))
        .body("[0].revision", equalTo(0))
        .body("[0].outcome", equalTo("rejected"))
        .body("[0].errors", hasSize(1))
        .body("[0].errors[0].field", equalTo("revision"))
        .body("[0].errors[0].message", is("must be greater than or equal to 1"));
  }

  @RepeatedTest(8)
  void anotherResultUnderAnIdentityOfTheSameBatchIsRejected() {
    // Given
    var ada = Fresh.id("ada");
    var bob = Fresh.id("bob");
    var submission = SubmissionJson.practice(ada);

    // Then
    submit(List.of(submission, submission.with("user.id", bob), submission.score(100), submission))
        .statusCode(200)
        .body("outcome", contains("accepted", "rejected", "rejected", "duplicate"))
        .body("[1].errors.field", contains("user.id"))
        .body("[1].total_points", nullValue())
        .body("[2].errors.field", contains("score"))
        .body("[1]", not(hasKey("conflict")));
    assertEquals(90, me(ada).getInt("total_points"));
    assertEquals(0, me(bob).getInt("total_points"));
  }

  @Test
  void anEmptyBatchHasNoOutcomes() {
    submit("[]").statusCode(200).body("", hasSize(0));
  }

  @Test
  void aBatchOfOneAnswersAnArray() {
    submit(List.of(SubmissionJson.practice(Fresh.id("u"))))
        .statusCode(200)
        .body("outcome", contains("accepted"));
  }

  @Test
  void aThousandItemsKeepTheirOrder() {
    // Given
    var users = IntStream.range(0, 50).mapToObj(i -> Fresh.id("u")).toList();
    var classId = Fresh.id("c");
    var batch = new ArrayList<SubmissionJson>();
    for (int i = 0; i < 1_000; i++) {
      batch.add(
          SubmissionJson.practice(users.get(i % users.size()))
              .problem(Fresh.id("p"), 10)
              .inClass(classId));
    }

    // Then
    submit(batch)
        .statusCode(200)
        .body("submission_id", equalTo(batch.stream().map(SubmissionJson::id).toList()))
        .body("outcome", everyItem(equalTo("accepted")))
        .body("points_earned", everyItem(equalTo(8)));
  }

  @Test
  void theItemsOfOneUserCountInTheirOrder() {
    // Given
    var user = Fresh.id("u");
    var first = SubmissionJson.practice(user).score(20);
    var batch = List.of(first, first.retried().score(30), first.retried().score(25));

    // Then
    submit(batch)
        .body("points_earned", contains(20, 10, 0))
        .body("total_points", contains(20, 30, 30));
    assertEquals(
        List.of(20, 30), frames(user).stream().map(frame -> frame.get("new_points")).toList());
  }

  @Test
  void aRegradeAndItsOriginalMayShareABatch() {
    // Given
    var submission = SubmissionJson.practice(Fresh.id("u")).score(40);
    var batch = List.of(submission, submission.regraded(3, 20), submission.regraded(2, 30));

    // Then
    submit(batch)
        .body("outcome", contains("accepted", "accepted", "superseded"))
        .body("points_earned", contains(40, -20, 0))
        .body("total_points", contains(40, 20, 20));
  }
}
