package dev.laurel.submission.results;

import dev.laurel.sql.Columns;
import dev.laurel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/**
 * Finds and deletes results of many names, each in one statement where entities would take one a
 * result. In the caller's transaction.
 */
@ApplicationScoped
public class RemovalBulk {
  private final Sql sql;

  RemovalBulk(Sql sql) {
    this.sql = sql;
  }

  /** All revisions of results, of all their members. */
  public List<Submission> find(Collection<SubmissionName> names) {
    return sql.query(
        """
        select found.* from unnest(?::text[], ?::text[]) as given (source, submission_id),
          lateral (select %s from submission
                   where source = given.source and submission_id = given.submission_id offset 0) found"""
            .formatted(SubmissionBatch.COLUMNS),
        SubmissionBatch::read,
        columns(names));
  }

  /** Deletes revisions, of all their members, as if they had never been received. */
  public void delete(Collection<Submission> rows) {
    sql.update(
        """
        delete from submission using unnest(?::text[], ?::text[], ?::int[], ?::text[])
          as given (source, submission_id, revision, member)
        where submission.source = given.source and submission.submission_id = given.submission_id
          and submission.revision = given.revision and submission.member = given.member""",
        Columns.of(rows)
            .texts(row -> row.source)
            .texts(row -> row.submissionId)
            .ints(row -> row.revision)
            .texts(row -> row.member)
            .parameters());
  }

  private static Object[] columns(Collection<SubmissionName> names) {
    return Columns.of(names)
        .texts(SubmissionName::source)
        .texts(SubmissionName::submissionId)
        .parameters();
  }
}
