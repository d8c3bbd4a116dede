package dev.laurel.submission.results;

import dev.laurel.sql.BulkSql;
import dev.laurel.sql.Columns;
import dev.laurel.submission.GradedSubmission;
import dev.laurel.submission.SubmissionRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Submissions whose results are not kept any more. They are still recognised when they are sent
 * again, by a hash of their names, which tells nothing of what they were. All methods block.
 */
@ApplicationScoped
public class ExpiredSubmissions {
  /** What a grader calls a submission, all of its revisions. */
  record Name(String source, String submissionId) {
    static Name of(SubmissionRequest request) {
      return new Name(request.source(), request.submissionId());
    }

    static Name of(GradedSubmission submission) {
      return new Name(submission.source(), submission.submissionId());
    }
  }

  /** No name has a line break in it. */
  private static final String DIGEST =
      "sha256(convert_to(given.source || E'\\n' || given.submission_id, 'UTF8'))";

  private final BulkSql statements;
  private final Clock clock;

  ExpiredSubmissions(BulkSql statements, Clock clock) {
    this.statements = statements;
    this.clock = clock;
  }

  /** Those of the submissions that are settled, with the newest revision that was received. */
  @Transactional(TxType.MANDATORY)
  Map<Name, Integer> find(Collection<Name> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    return statements
        .query(
            """
            select given.source, given.submission_id, found.revision
            from unnest(?::text[], ?::text[]) as given (source, submission_id),
              lateral (select revision from settled_submission where digest = %s offset 0) found"""
                .formatted(DIGEST),
            row -> Map.entry(new Name(row.getString(1), row.getString(2)), row.getInt(3)),
            parameters(names))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max));
  }

  /**
   * Expires submissions of a user, who must be locked, whatever their age.
   *
   * @param limit the most submissions to expire
   * @return how many expired
   */
  @Transactional(TxType.MANDATORY)
  public int expire(String user, int limit) {
    var names =
        statements.query(
            "select source, submission_id from submission where user_id = ? and current limit ?",
            row -> new Name(row.getString(1), row.getString(2)),
            user,
            limit);
    settle(names);
    return names.size();
  }

  /** Deletes all revisions of submissions, whose users must be locked, and remembers the names. */
  @Transactional(TxType.MANDATORY)
  void settle(List<Name> names) {
    if (names.isEmpty()) {
      return;
    }
    statements.query(
        """
        with revision as materialized (
          select given.source, given.submission_id, found.revision, found.place
          from unnest(?::text[], ?::text[]) as given (source, submission_id),
            lateral (select revision, ctid as place from submission
                     where source = given.source and submission_id = given.submission_id offset 0) found),
        remembered as (
          insert into settled_submission (digest, revision, settled_at)
          select %s, max(revision), ?::timestamptz from revision given group by 1
          on conflict (digest) do update set revision = greatest(settled_submission.revision, excluded.revision)),
        deleted as (
          delete from submission where ctid = any (array(select place from revision)))
        select 1"""
            .formatted(DIGEST),
        row -> row.getInt(1),
        Columns.of(names)
            .texts(Name::source)
            .texts(Name::submissionId)
            .parameters(clock.instant().toString()));
  }

  private static Object[] parameters(Collection<Name> names) {
    return Columns.of(names).texts(Name::source).texts(Name::submissionId).parameters();
  }
}
