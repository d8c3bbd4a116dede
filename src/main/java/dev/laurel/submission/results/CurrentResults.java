package dev.laurel.submission.results;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionConfig;
import dev.laurel.submission.SubmissionGraded;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The results that count, the newest revision of each submission, for observers of {@link
 * SubmissionGraded} in its transaction. The result just graded and the one it replaces are not
 * among them.
 */
@ApplicationScoped
public class CurrentResults {
  private final SubmissionBatch batch;
  private final CurrentResultsBatch current;
  private final ExpiryBulk expiry;
  private final SubmissionConfig config;
  private final Clock clock;

  CurrentResults(
      SubmissionBatch batch,
      CurrentResultsBatch current,
      ExpiryBulk expiry,
      SubmissionConfig config,
      Clock clock) {
    this.batch = batch;
    this.current = current;
    this.expiry = expiry;
    this.config = config;
    this.clock = clock;
  }

  /** When the oldest results were received that are kept for certain; empty if all are kept. */
  public Optional<Instant> keptSince() {
    return config.retention().map(retention -> clock.instant().minus(retention));
  }

  /** True if results of the user have expired, so that not all of them can be counted again. */
  public boolean haveExpired(String user) {
    return expiry.hasExpired(user);
  }

  /** The user's results for an exercise, which is one of the source's. */
  public Stream<GradedSubmission> of(String user, String source, String problemId) {
    batch.flush();
    return Submission.<Submission>list(
            "graded.userId = ?1 and source = ?2 and graded.exercise.id = ?3 and current and not kept",
            user,
            source,
            problemId)
        .stream()
        .map(row -> row.graded);
  }

  /**
   * The results of users, by user, in one query; of users without any nothing.
   *
   * @param classIds only those in these classes; empty for all
   */
  public Map<String, List<GradedSubmission>> ofUsers(
      Collection<String> users, Collection<String> classIds) {
    batch.flush();
    return current.ofUsers(users, classIds).stream()
        .map(row -> row.graded)
        .collect(groupingBy(GradedSubmission::userId));
  }

  /** When the latest of the stored results of users was graded, by user. */
  public Map<String, Instant> newest(List<String> users) {
    return Submission.getEntityManager()
        .createQuery(
            """
            select s.graded.userId, max(s.graded.gradedAt) from Submission s
            where s.graded.userId in :users and s.current group by s.graded.userId""",
            Object[].class)
        .setParameter("users", users)
        .getResultStream()
        .collect(toMap(row -> (String) row[0], row -> (Instant) row[1]));
  }

  /** The balances of users. */
  public List<GradedSubmission> balances(Collection<String> users) {
    batch.flush();
    return Submission.<Submission>list(
            "graded.userId in ?1 and current and not kept and graded.balance is not null", users)
        .stream()
        .map(row -> row.graded)
        .toList();
  }

  /**
   * The results of users in a class that count or are kept, with points by hand, by user.
   *
   * @param held those that are held back instead
   */
  public Map<String, List<GradedSubmission>> inClass(
      String classId, Collection<String> users, boolean held) {
    return Submission.<Submission>list(
            "graded.classId = ?1 and graded.userId in ?2 and graded.balance is null and "
                + (held ? "held" : "current"),
            classId,
            users)
        .stream()
        .map(row -> row.graded)
        .collect(groupingBy(GradedSubmission::userId));
  }

  /** When users completed something, by user; without those who did not. */
  public Map<String, Set<Instant>> completedAt(Collection<String> users) {
    batch.flush();
    return Submission.getEntityManager()
        .createQuery(
            """
            select distinct s.graded.userId, s.graded.submittedAt from Submission s
            where s.graded.userId in :users and s.current and not s.kept and s.graded.completed""",
            Object[].class)
        .setParameter("users", users)
        .getResultStream()
        .collect(groupingBy(row -> (String) row[0], mapping(row -> (Instant) row[1], toSet())));
  }
}
