package dev.laurel.submission.results;

import dev.laurel.privacy.PersonalDataSource;
import dev.laurel.privacy.PersonalTable;
import dev.laurel.sql.BulkSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * A user's results, as what is kept about the user. All revisions of a submission are the same
 * user's, and one of them counts; so that one leads to the others.
 */
@ApplicationScoped
class SubmissionData implements PersonalDataSource {
  private static final PersonalTable RESULTS =
      new PersonalTable(
          "submission",
          """
          select row_to_json(found)::text, counting.problem_id, counting.source, counting.submission_id from (
            select problem_id, source, submission_id from submission
            where user_id = ? and current and (problem_id, source, submission_id) > (?, ?, ?)
            order by problem_id, source, submission_id limit ?) counting,
          lateral (select * from submission
                   where source = counting.source and submission_id = counting.submission_id offset 0) found
          order by 2, 3, 4""",
          List.of("", "", ""));

  private final BulkSql statements;
  private final ExpiredSubmissions settled;

  SubmissionData(BulkSql statements, ExpiredSubmissions settled) {
    this.statements = statements;
    this.settled = settled;
  }

  @Override
  public List<PersonalTable> tables() {
    return List.of(RESULTS);
  }

  @Override
  public boolean eraseSome(String user, int rows) {
    var some =
        statements.query(
            "select source, submission_id from submission where user_id = ? and current limit ?",
            row -> new ExpiredSubmissions.Name(row.getString(1), row.getString(2)),
            user,
            rows);
    settled.settle(some);
    return some.size() == rows;
  }

  @Override
  public void erase(String user) {
    eraseSome(user, Integer.MAX_VALUE);
  }
}
