package dev.laurel.submission;

import static java.util.stream.Collectors.toSet;

import dev.laurel.submission.Outcome.Status;
import dev.laurel.submission.results.RemovalBulk;
import dev.laurel.submission.results.ResultBatch;
import dev.laurel.submission.results.Revisions;
import dev.laurel.submission.results.Submission;
import dev.laurel.submission.results.SubmissionBatch;
import dev.laurel.submission.results.SubmissionName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Removes revisions of results as if they had never been received: an older revision counts again,
 * achievements go that the rest does not meet, and the same may be received anew. Blocks, in the
 * caller's transaction.
 */
@ApplicationScoped
@Transactional(TxType.MANDATORY)
public class ResultRemoval {
  /** The answers to results that counted when they came, or were kept. */
  private static final Set<Status> COUNTED = Set.of(Status.accepted, Status.kept);

  /** A revision of a result, or of an adjustment. */
  public record Revision(String source, String submissionId, int revision) {
    SubmissionName name() {
      return new SubmissionName(source, submissionId);
    }
  }

  private final RemovalBulk bulk;
  private final SubmissionBatch batch;
  private final Participants participants;
  private final GradingTransaction transaction;
  private final ResultBatch results;

  ResultRemoval(
      RemovalBulk bulk,
      SubmissionBatch batch,
      Participants participants,
      GradingTransaction transaction,
      ResultBatch results) {
    this.bulk = bulk;
    this.batch = batch;
    this.participants = participants;
    this.transaction = transaction;
    this.results = results;
  }

  /** The users whom revisions are for. */
  public Set<String> users(Collection<Revision> revisions) {
    return rows(revisions).stream().map(row -> row.graded.userId()).collect(toSet());
  }

  /** Keeps others from changing who is in results of teams, before their users are locked. */
  public void lockTeams(Collection<Revision> revisions) {
    batch.lockTeams(revisions.stream().map(Revision::name).collect(toSet()));
  }

  /**
   * Removes revisions.
   *
   * @param users all whom they are for; they are locked
   */
  public void remove(Set<String> users, Collection<Revision> revisions) {
    var given = Set.copyOf(revisions);
    var removed = rows(revisions).stream().filter(row -> given.contains(revision(row))).toList();
    if (removed.isEmpty()) {
      return;
    }
    var requests = removed.stream().map(SubmissionRequest::of).toList();
    var received = batch.revisions(requests);
    var counted = transaction.start(requests, participants.enrol(users, List.of()), received);
    results.readAhead(requests.stream().map(ResultBatch.Key::of).toList());
    for (var request : requests) {
      received
          .current(request)
          .filter(row -> given.contains(revision(row)))
          .flatMap(row -> uncount(row, received, given))
          .ifPresent(event -> counted.fire(event.recounted()));
    }
    counted.finish();
    counted.recountAchievements(new TreeSet<>(users));
    bulk.delete(removed);
  }

  /** Returns what observers are to count; empty for a result that was only kept. */
  private Optional<SubmissionGraded> uncount(
      Submission row, Revisions received, Set<Revision> removed) {
    boolean kept = row.kept;
    batch.retire(row);
    var before =
        received
            .ofMember(SubmissionRequest.of(row))
            .filter(other -> other.revision < row.revision)
            .filter(other -> !removed.contains(revision(other)))
            .filter(other -> COUNTED.contains(other.outcome))
            .max(Comparator.comparingInt(other -> other.revision));
    before.ifPresent(other -> batch.count(other, kept));
    if (kept) {
      return Optional.empty();
    }
    return before
        .map(other -> again(other, row))
        .or(() -> Optional.of(SubmissionGraded.ofWithdrawal(row.graded)));
  }

  private static SubmissionGraded again(Submission before, Submission removed) {
    return before.graded.balance() == null
        ? SubmissionGraded.ofResult(before.graded, removed.graded)
        : SubmissionGraded.ofBalance(before.graded, removed.graded);
  }

  private List<Submission> rows(Collection<Revision> revisions) {
    return bulk.find(revisions.stream().map(Revision::name).collect(toSet()));
  }

  private static Revision revision(Submission row) {
    return new Revision(row.source, row.submissionId, row.revision);
  }
}
