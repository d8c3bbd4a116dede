package dev.laurel.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.laurel.course.Classes;
import dev.laurel.course.Learners;
import dev.laurel.course.Role;
import dev.laurel.errors.FieldError;
import dev.laurel.errors.ProblemException;
import dev.laurel.errors.ValidatingReader;
import dev.laurel.security.ClassScope;
import dev.laurel.submission.AdjustmentsResource.AdjustmentRequest;
import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.results.ExpiryBulk;
import dev.laurel.submission.results.MemberName;
import dev.laurel.submission.results.SubmissionName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads results and adjustments as the API has them, and grades them in the caller's transaction.
 * Blocks.
 */
@ApplicationScoped
public class ResultIntake {
  private final ValidatingReader reader;
  private final Grading grading;
  private final Participants participants;
  private final Corrections corrections;
  private final ExpiryBulk expiry;
  private final Learners learners;
  private final Classes classes;
  private final Clock clock;

  ResultIntake(
      ValidatingReader reader,
      Grading grading,
      Participants participants,
      Corrections corrections,
      ExpiryBulk expiry,
      Learners learners,
      Classes classes,
      Clock clock) {
    this.reader = reader;
    this.grading = grading;
    this.participants = participants;
    this.corrections = corrections;
    this.expiry = expiry;
    this.learners = learners;
    this.classes = classes;
    this.clock = clock;
  }

  /**
   * Reads a result.
   *
   * @param scope the classes of the caller
   * @param besides fields that are no result's
   * @throws ProblemException 400 with what is wrong
   */
  public SubmissionRequest read(JsonNode item, ClassScope scope, String... besides) {
    var submission = reader.read(item, SubmissionRequest.class, besides);
    var errors = submission.contradictions(clock.instant());
    if (errors.isEmpty() && !isInScope(submission, scope)) {
      errors = List.of(new FieldError("class_id", "is not a class of this key"));
    }
    ProblemException.refuse(errors);
    return submission;
  }

  /** Reads an adjustment, like {@link #read}. Its user has the id for a name. */
  public SubmissionRequest readAdjustment(JsonNode item, ClassScope scope, String... besides) {
    var request = reader.read(item, AdjustmentRequest.class, besides);
    if (request.at() != null && request.at().isAfter(clock.instant())) {
      throw ProblemException.badRequest("at", "must not be in the future");
    }
    var adjustment = AdjustmentsResource.submission(request, request.userId());
    if (!isInScope(adjustment, scope)) {
      throw ProblemException.badRequest("class_id", "is not a class of this key");
    }
    return adjustment;
  }

  /** A later revision must not move a result here from a class that the key is not for. */
  private boolean isInScope(SubmissionRequest submission, ClassScope scope) {
    return scope.allows(submission.classId())
        && (!scope.isLimited()
            || submission.revision() == 1
            || corrections
                .find(SubmissionName.of(submission))
                .map(before -> scope.allows(before.classId()))
                .orElse(true));
  }

  /** Locks the users of results until the end of the transaction, creating new users. */
  @Transactional(TxType.MANDATORY)
  public void lock(List<SubmissionRequest> requests) {
    participants.lock(requests);
  }

  /**
   * Has results count that have expired, as those of an erased user have.
   *
   * @param users for whom they are
   */
  @Transactional(TxType.MANDATORY)
  public void receiveAgain(Map<SubmissionName, ? extends Collection<String>> users) {
    if (!users.isEmpty()) {
      expiry.forget(
          users.entrySet().stream()
              .flatMap(
                  result ->
                      Stream.concat(Stream.of(""), result.getValue().stream())
                          .map(member -> new MemberName(result.getKey(), member)))
              .toList());
    }
  }

  /**
   * Grades results in their order. The transaction ends if the database refuses them.
   *
   * @return the outcomes, in the same order
   */
  @Transactional(TxType.MANDATORY)
  public List<Outcome> grade(List<SubmissionRequest> requests) {
    return requests.isEmpty() ? List.of() : grading.gradeInTransaction(requests);
  }

  /** Counts adjustments of users who are known, like {@link #grade}. */
  @Transactional(TxType.MANDATORY)
  public List<Outcome> adjust(List<SubmissionRequest> requests) {
    var errors = requests.stream().map(this::error).toList();
    var valid =
        IntStream.range(0, requests.size())
            .filter(i -> errors.get(i).isEmpty())
            .mapToObj(requests::get)
            .toList();
    var graded = grade(valid).iterator();
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < requests.size(); i++) {
      var outcome =
          errors
              .get(i)
              .map(error -> Outcome.rejected(null, null, List.of(error)))
              .orElseGet(graded::next);
      outcomes.add(
          outcome.outcome() == Status.rejected
              ? Outcome.rejected(null, null, AdjustmentsResource.errors(outcome))
              : outcome);
    }
    return outcomes;
  }

  private Optional<FieldError> error(SubmissionRequest request) {
    var user = request.user().id();
    var classId = request.classId();
    if (classId != null && !classes.archived(Set.of(classId)).isEmpty()) {
      return Optional.of(new FieldError("class_id", "is archived"));
    } else if (learners.username(user).isEmpty()) {
      return Optional.of(new FieldError("user_id", "is not known"));
    } else if (classId != null
        && classes.role(classId, user).filter(Role.student::equals).isEmpty()) {
      return Optional.of(new FieldError("user_id", "is no student of the class " + classId));
    }
    return Optional.empty();
  }
}
