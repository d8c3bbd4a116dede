package dev.laurel.submission.results;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.Outcome;
import dev.laurel.submission.Outcome.Status;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.annotations.Immutable;

/**
 * One revision of a submission, with its first outcome; of a team's, what it is for one of the
 * members. Immutable for Hibernate, since only {@link SubmissionBatch} writes it.
 */
@Entity
@Immutable
@IdClass(Submission.Key.class)
public class Submission extends PanacheEntityBase {
  record Key(String source, String submissionId, int revision, String member) {}

  @Id public String source;
  @Id public String submissionId;
  @Id public int revision;

  /** The user in the result of a team; empty in that of a single user. */
  @Id public String member;

  @Embedded public GradedSubmission graded;

  /** True if this is the revision that counts, or would in a class where Laurel's numbers do. */
  public boolean current;

  /** True if a current one does not count, since another back end's numbers do in its class. */
  public boolean kept;

  /** True if this revision is to count when it is released. */
  public boolean held;

  /** True if this is the last revision, for this member, of a submission that counts no longer. */
  public boolean withdrawn;

  @Enumerated(EnumType.STRING)
  public Status outcome;

  public int pointsEarned;
  public long totalPoints;
  public List<String> achievements = List.of();

  /**
   * @param member of the team whose result it is; empty for a single user's
   */
  public static Submission of(GradedSubmission graded, String member) {
    var submission = new Submission();
    submission.source = graded.source();
    submission.submissionId = graded.submissionId();
    submission.revision = graded.revision();
    submission.member = member;
    submission.graded = graded;
    return submission;
  }

  /** The newest revision received under a name, of a team for one of its members. */
  public static Optional<Submission> newest(SubmissionName name) {
    return Submission.<Submission>find(
            "source = ?1 and submissionId = ?2 order by revision desc",
            name.source(),
            name.submissionId())
        .firstResultOptional();
  }

  /** All revisions received under a name that are the newest, count or are kept back. */
  public static List<Submission> effective(SubmissionName name) {
    return list(
        """
        source = ?1 and submissionId = ?2 and (current or held or revision = (
          select max(s.revision) from Submission s where s.source = ?1 and s.submissionId = ?2))
        order by revision, member""",
        name.source(),
        name.submissionId());
  }

  /** The revision received under a name that is kept back. */
  public static List<Submission> held(SubmissionName name) {
    return list(
        "source = ?1 and submissionId = ?2 and held order by member",
        name.source(),
        name.submissionId());
  }

  /** Deletes the revisions that others have replaced, of submissions of one source. */
  public static void deleteReplaced(Set<SubmissionName> names) {
    names.stream()
        .collect(groupingBy(SubmissionName::source, mapping(SubmissionName::submissionId, toSet())))
        .forEach(
            (source, ids) ->
                delete(
                    "source = ?1 and submissionId in ?2 and not current and not withdrawn",
                    source,
                    ids));
  }

  /** The rows that count for members of a team who are not in the revision that is kept back. */
  public static List<Submission> leaving(SubmissionName name) {
    return list(
        """
        from Submission s where s.source = ?1 and s.submissionId = ?2 and s.current and s.member not in (
          select h.member from Submission h where h.source = ?1 and h.submissionId = ?2 and h.held)
        order by s.member""",
        name.source(),
        name.submissionId());
  }

  public boolean counts() {
    return current && !kept;
  }

  public boolean isOfTeam() {
    return !member.isEmpty();
  }

  /**
   * Results of a class for an exercise that are kept back, those of a team one after the other.
   *
   * @param source null for those of all sources
   */
  public static List<Submission> held(String classId, String problemId, String source, int limit) {
    return Submission.<Submission>find(
            """
            held and graded.classId = ?1 and graded.exercise.id = ?2 and (?3 is null or source = ?3)
            order by source, submissionId, graded.userId""",
            classId,
            problemId,
            source)
        .page(0, limit)
        .list();
  }

  /**
   * The answer to a revision, and to its repetitions.
   *
   * @param rows one, or one for each member of a team
   */
  public static Outcome toOutcome(List<Submission> rows, Status status) {
    var first = rows.get(0);
    return first.isOfTeam()
        ? Outcome.ofTeam(
            first.submissionId,
            first.revision,
            status,
            rows.stream().map(Submission::toMember).toList())
        : first.toOutcome(status);
  }

  private Outcome.Member toMember() {
    return new Outcome.Member(graded.userId(), pointsEarned, totalPoints, achievements);
  }

  private Outcome toOutcome(Status status) {
    return Outcome.of(submissionId, revision, status, pointsEarned, totalPoints, achievements);
  }
}
