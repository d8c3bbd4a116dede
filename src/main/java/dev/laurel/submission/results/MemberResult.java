package dev.laurel.submission.results;

import dev.laurel.errors.Hundredths;
import dev.laurel.submission.Exercise;
import dev.laurel.submission.Kind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The revision of a result that counts, is kept back, or was withdrawn, as the staff of its class
 * sees it. The ledger has those that it replaced.
 *
 * @param points those that the revision comes to by itself
 */
@RegisterForReflection
@Schema(name = "ResultOfMember")
public record MemberResult(
    String source,
    String submissionId,
    int revision,
    Kind kind,
    Exercise problem,
    double score,
    double maxScore,
    @Hundredths int points,
    boolean passed,
    int attemptNumber,
    Instant submittedAt,
    Instant gradedAt,
    State state) {

  /** Why a revision counts or does not. The names are those of the wire. */
  public enum State {
    counts,
    kept,
    held,
    withdrawn
  }

  /** A page of the results of a user in a class, newest first. */
  public static List<MemberResult> newest(String classId, String user, int limit) {
    return limit == 0
        ? List.of()
        : Submission.<Submission>find(
                """
                graded.userId = ?1 and graded.classId = ?2 and graded.kind in ?3
                and (current or held or withdrawn)
                order by graded.submittedAt desc, source, submissionId, revision desc""",
                user,
                classId,
                Set.of(Kind.practice, Kind.assignment))
            .page(0, limit)
            .stream()
            .map(MemberResult::of)
            .toList();
  }

  private static MemberResult of(Submission row) {
    var graded = row.graded;
    return new MemberResult(
        row.source,
        row.submissionId,
        row.revision,
        graded.kind(),
        graded.exercise(),
        graded.score(),
        graded.maxScore(),
        graded.points(),
        graded.completed(),
        graded.attemptNumber(),
        graded.submittedAt(),
        graded.gradedAt(),
        state(row));
  }

  private static State state(Submission row) {
    if (row.current) {
      return row.kept ? State.kept : State.counts;
    }
    return row.held ? State.held : State.withdrawn;
  }
}
